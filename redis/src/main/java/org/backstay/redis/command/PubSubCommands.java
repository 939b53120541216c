package org.backstay.redis.command;

import static org.backstay.resp.command.PubSubRows.PSUBSCRIBE;
import static org.backstay.resp.command.PubSubRows.PUBLISH;
import static org.backstay.resp.command.PubSubRows.PUBSUB;
import static org.backstay.resp.command.PubSubRows.PUBSUB_CHANNELS;
import static org.backstay.resp.command.PubSubRows.PUBSUB_NUMPAT;
import static org.backstay.resp.command.PubSubRows.PUBSUB_NUMSUB;
import static org.backstay.resp.command.PubSubRows.PUNSUBSCRIBE;
import static org.backstay.resp.command.PubSubRows.SUBSCRIBE;
import static org.backstay.resp.command.PubSubRows.UNSUBSCRIBE;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.backstay.base.bytes.ByteString;
import org.backstay.base.bytes.Glob;
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
        handlers.on(SUBSCRIBE, family::subscribe)
                .on(UNSUBSCRIBE, family::unsubscribe)
                .on(PSUBSCRIBE, family::psubscribe)
                .on(PUNSUBSCRIBE, family::punsubscribe)
                .on(PUBLISH, family::publish)
                .container(PUBSUB)
                .on(PUBSUB_CHANNELS, family::channels)
                .on(PUBSUB_NUMSUB, family::numsub)
                .on(PUBSUB_NUMPAT, family::numpat);
    }

    private void subscribe(Call call) {
        confirmEach(call, "subscribe", names(call), pubSub::subscribe);
    }

    private void psubscribe(Call call) {
        confirmEach(call, "psubscribe", names(call), pubSub::subscribePattern);
    }

    private void unsubscribe(Call call) {
        Collection<ByteString> names = call.request().size() > 1
                ? names(call)
                : List.copyOf(call.client().channels());
        confirmEach(call, "unsubscribe", names, pubSub::unsubscribe);
    }

    private void punsubscribe(Call call) {
        Collection<ByteString> names = call.request().size() > 1
                ? names(call)
                : List.copyOf(call.client().patterns());
        confirmEach(call, "punsubscribe", names, pubSub::unsubscribePattern);
    }

    private static List<ByteString> names(Call call) {
        List<ByteString> names = new ArrayList<>(call.request().size() - 1);
        for (int i = 1; i < call.request().size(); i++) {
            names.add(Arguments.byteString(call.request(), i));
        }
        return names;
    }

    private static void confirmEach(
            Call call, String kind, Collection<ByteString> names, BiConsumer<Client, ByteString> action) {
        for (ByteString name : names) {
            action.accept(call.client(), name);
            confirm(call, kind, name);
        }
        if (names.isEmpty()) {
            confirm(call, kind, null);
        }
    }

    private static void confirm(Call call, String kind, @Nullable ByteString name) {
        Client client = call.client();
        ReplyWriter reply = call.reply();
        reply.push(3);
        reply.bulk(kind);
        if (name == null) {
            reply.nil();
        } else {
            reply.bulk(name.array());
        }
        reply.integer(client.channels().size() + (long) client.patterns().size());
    }

    private void publish(Call call) {
        int receivers = pubSub.publish(
                Arguments.byteString(call.request(), 1), call.request().bytes(2));
        call.propagateAlways();
        call.reply().integer(receivers);
    }

    private void channels(Call call) {
        if (call.request().size() > 3) {
            throw new CommandException("ERR unknown subcommand or wrong number of arguments for '"
                    + call.request().text(1) + "'. Try PUBSUB HELP.");
        }
        Collection<ByteString> channels = call.request().size() == 3
                ? pubSub.channelsMatching(Glob.of(call.request().bytes(2)))
                : pubSub.channels();
        call.reply().array(channels.size());
        channels.forEach(channel -> call.reply().bulk(channel.array()));
    }

    private void numsub(Call call) {
        int asked = call.request().size() - 2;
        call.reply().array(asked * 2);
        for (int i = 2; i < call.request().size(); i++) {
            ByteString channel = Arguments.byteString(call.request(), i);
            call.reply().bulk(channel.array());
            call.reply().integer(pubSub.subscribers(channel));
        }
    }

    private void numpat(Call call) {
        call.reply().integer(pubSub.patternCount());
    }
}
