package org.backstay.sentinel.command;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.backstay.base.bytes.ByteString;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.PubSubRows;
import org.backstay.sentinel.watch.Connections;
import org.backstay.sentinel.watch.HelloReader;

/** Listening to events; and PUBLISH, by which another sentinel says hello to us. */
final class PubSubCommands {
    private final Subscribers subscribers;
    private final HelloReader hellos;

    PubSubCommands(Subscribers subscribers, HelloReader hellos) {
        this.subscribers = subscribers;
        this.hellos = hellos;
    }

    void bind(CommandTable<Handler> table) {
        table.on(PubSubRows.PUBLISH, this::publish);
        table.on(PubSubRows.SUBSCRIBE, (c, r) -> begin(c, r, "subscribe", subscribers::subscribe));
        table.on(PubSubRows.PSUBSCRIBE, (c, r) -> begin(c, r, "psubscribe", subscribers::subscribePattern));
        table.on(PubSubRows.UNSUBSCRIBE, (c, r) -> end(c, r, "unsubscribe", c.channels(), subscribers::unsubscribe));
        table.on(
                PubSubRows.PUNSUBSCRIBE,
                (c, r) -> end(c, r, "punsubscribe", c.patterns(), subscribers::unsubscribePattern));
    }

    private void publish(Client client, Request request) {
        if (!request.text(1).equals(Connections.HELLO_CHANNEL)) {
            client.reply().error("ERR Only HELLO messages are accepted by Sentinel instances.");
            return;
        }
        hellos.read(request.text(2));
        client.reply().integer(1);
    }

    private static void begin(Client client, Request request, String kind, BiConsumer<Client, ByteString> subscribe) {
        for (int i = 1; i < request.size(); i++) {
            ByteString name = ByteString.wrap(request.bytes(i));
            subscribe.accept(client, name);
            confirm(client, kind, name);
        }
    }

    private static void end(
            Client client,
            Request request,
            String kind,
            Set<ByteString> all,
            BiConsumer<Client, ByteString> unsubscribe) {
        if (request.size() == 1) {
            endAll(client, kind, List.copyOf(all), unsubscribe);
            return;
        }
        for (int i = 1; i < request.size(); i++) {
            ByteString name = ByteString.wrap(request.bytes(i));
            unsubscribe.accept(client, name);
            confirm(client, kind, name);
        }
    }

    private static void endAll(
            Client client, String kind, List<ByteString> all, BiConsumer<Client, ByteString> unsubscribe) {
        for (ByteString name : all) {
            unsubscribe.accept(client, name);
            confirm(client, kind, name);
        }
        if (all.isEmpty()) {
            ReplyWriter reply = client.reply();
            reply.push(3);
            reply.bulk(kind);
            reply.nil();
            reply.integer(client.subscriptions());
        }
    }

    private static void confirm(Client client, String kind, ByteString name) {
        ReplyWriter reply = client.reply();
        reply.push(3);
        reply.bulk(kind);
        reply.bulk(name.array());
        reply.integer(client.subscriptions());
    }
}
