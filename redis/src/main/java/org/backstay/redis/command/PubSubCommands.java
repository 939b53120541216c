package org.backstay.redis.command;

import static org.backstay.resp.command.PubSubRows.PSUBSCRIBE;
import static org.backstay.resp.command.PubSubRows.PUBLISH;
import static org.backstay.resp.command.PubSubRows.PUBSUB;
import static org.backstay.resp.command.PubSubRows.PUBSUB_CHANNELS;
import static org.backstay.resp.command.PubSubRows.PUBSUB_NUMPAT;
import static org.backstay.resp.command.PubSubRows.PUBSUB_NUMSUB;
import static org.backstay.resp.command.PubSubRows.PUBSUB_SHARDCHANNELS;
import static org.backstay.resp.command.PubSubRows.PUBSUB_SHARDNUMSUB;
import static org.backstay.resp.command.PubSubRows.PUNSUBSCRIBE;
import static org.backstay.resp.command.PubSubRows.SPUBLISH;
import static org.backstay.resp.command.PubSubRows.SSUBSCRIBE;
import static org.backstay.resp.command.PubSubRows.SUBSCRIBE;
import static org.backstay.resp.command.PubSubRows.SUNSUBSCRIBE;
import static org.backstay.resp.command.PubSubRows.UNSUBSCRIBE;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.backstay.base.bytes.ByteString;
import org.backstay.base.bytes.Glob;
import org.backstay.redis.pubsub.Channels;
import org.backstay.redis.pubsub.PubSub;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** SUBSCRIBE, PUBLISH and their relatives. */
public final class PubSubCommands {
    private final PubSub pubSub;

    private PubSubCommands(PubSub pubSub) {
        this.pubSub = pubSub;
    }

    /** Binds the family. */
    public static void bind(Handlers handlers, PubSub pubSub) {
        PubSubCommands family = new PubSubCommands(pubSub);
        Channels channels = pubSub.channels();
        Channels shards = pubSub.shardChannels();
        handlers.on(SUBSCRIBE, call -> subscribe(call, channels, "subscribe", PubSubCommands::openCount))
                .on(UNSUBSCRIBE, call -> unsubscribe(call, channels, "unsubscribe", PubSubCommands::openCount))
                .on(SSUBSCRIBE, call -> subscribe(call, shards, "ssubscribe", PubSubCommands::shardCount))
                .on(SUNSUBSCRIBE, call -> unsubscribe(call, shards, "sunsubscribe", PubSubCommands::shardCount))
                .on(PSUBSCRIBE, family::psubscribe)
                .on(PUNSUBSCRIBE, family::punsubscribe)
                .on(PUBLISH, family::publish)
                .on(SPUBLISH, family::spublish)
                .container(PUBSUB)
                .on(PUBSUB_CHANNELS, call -> names(call, channels))
                .on(PUBSUB_NUMSUB, call -> counts(call, channels))
                .on(PUBSUB_SHARDCHANNELS, call -> names(call, shards))
                .on(PUBSUB_SHARDNUMSUB, call -> counts(call, shards))
                .on(PUBSUB_NUMPAT, call -> call.reply().integer(pubSub.patternCount()));
    }

    private static int shardCount(Client client) {
        return client.shardChannels().size();
    }

    private void psubscribe(Call call) {
        Client client = call.client();
        confirmEach(call, "psubscribe", names(call), pubSub::subscribePattern, () -> openCount(client));
    }

    private void punsubscribe(Call call) {
        Client client = call.client();
        Collection<ByteString> names = namesOr(call, client.patterns());
        confirmEach(call, "punsubscribe", names, pubSub::unsubscribePattern, () -> openCount(client));
    }

    private static int openCount(Client client) {
        return client.channels().size() + client.patterns().size();
    }

    private static void subscribe(Call call, Channels channels, String kind, ToIntFunction<Client> count) {
        confirmEach(call, kind, names(call), channels::subscribe, () -> count.applyAsInt(call.client()));
    }

    private static void unsubscribe(Call call, Channels channels, String kind, ToIntFunction<Client> count) {
        Collection<ByteString> names = namesOr(call, channels.of(call.client()));
        confirmEach(call, kind, names, channels::unsubscribe, () -> count.applyAsInt(call.client()));
    }

    /** The names in the arguments, or all of these when there is none. */
    private static Collection<ByteString> namesOr(Call call, Collection<ByteString> all) {
        return call.request().size() > 1 ? names(call) : List.copyOf(all);
    }

    private static List<ByteString> names(Call call) {
        List<ByteString> names = new ArrayList<>(call.request().size() - 1);
        for (int i = 1; i < call.request().size(); i++) {
            names.add(Arguments.byteString(call.request(), i));
        }
        return names;
    }

    private static void confirmEach(
            Call call,
            String kind,
            Collection<ByteString> names,
            BiConsumer<Client, ByteString> action,
            IntSupplier subscriptions) {
        call.answerIsMessage();
        for (ByteString name : names) {
            action.accept(call.client(), name);
            confirm(call, kind, name, subscriptions.getAsInt());
        }
        if (names.isEmpty()) {
            confirm(call, kind, null, subscriptions.getAsInt());
        }
    }

    private static void confirm(Call call, String kind, @Nullable ByteString name, int subscriptions) {
        ReplyWriter reply = call.reply();
        reply.push(3);
        reply.bulk(kind);
        if (name == null) {
            reply.nil();
        } else {
            reply.bulk(name.array());
        }
        reply.integer(subscriptions);
    }

    private void publish(Call call) {
        int receivers = pubSub.publish(
                Arguments.byteString(call.request(), 1), call.request().bytes(2));
        call.propagateAlways();
        call.reply().integer(receivers);
    }

    private void spublish(Call call) {
        int receivers = pubSub.publishToShard(
                Arguments.byteString(call.request(), 1), call.request().bytes(2));
        call.propagateAlways();
        call.reply().integer(receivers);
    }

    private static void names(Call call, Channels channels) {
        if (call.request().size() > 3) {
            throw new CommandException("ERR unknown subcommand or wrong number of arguments for '"
                    + call.request().text(1) + "'. Try PUBSUB HELP.");
        }
        Collection<ByteString> names = call.request().size() == 3
                ? channels.namesMatching(Glob.of(call.request().bytes(2)))
                : channels.names();
        call.reply().array(names.size());
        names.forEach(name -> call.reply().bulk(name.array()));
    }

    private static void counts(Call call, Channels channels) {
        int asked = call.request().size() - 2;
        call.reply().array(asked * 2);
        for (int i = 2; i < call.request().size(); i++) {
            ByteString channel = Arguments.byteString(call.request(), i);
            call.reply().bulk(channel.array());
            call.reply().integer(channels.subscribers(channel).size());
        }
    }
}
