package org.backstay.sentinel.command;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backstay.base.bytes.ByteString;
import org.backstay.base.bytes.Glob;
import org.backstay.resp.ReplyWriter;
import org.backstay.sentinel.event.Events;

/** Who listens to which events. Owned by the loop. */
public final class Subscribers implements Events.Publisher {
    private final Map<ByteString, Set<Client>> byChannel = new LinkedHashMap<>();
    private final Map<ByteString, Pattern> byPattern = new LinkedHashMap<>();

    private record Pattern(Glob glob, Set<Client> clients) {}

    @Override
    public void publish(String channel, String message) {
        byte[] name = channel.getBytes(StandardCharsets.ISO_8859_1);
        byte[] content = message.getBytes(StandardCharsets.ISO_8859_1);
        for (Client client : List.copyOf(byChannel.getOrDefault(ByteString.wrap(name), Set.of()))) {
            send(client, "message", name, content);
        }
        for (Map.Entry<ByteString, Pattern> entry : List.copyOf(byPattern.entrySet())) {
            if (entry.getValue().glob.matches(name)) {
                byte[] pattern = entry.getKey().array();
                List.copyOf(entry.getValue().clients)
                        .forEach(client -> send(client, "pmessage", pattern, name, content));
            }
        }
    }

    private static void send(Client client, String kind, byte[]... parts) {
        ReplyWriter reply = client.reply();
        reply.push(parts.length + 1);
        reply.bulk(kind);
        for (byte[] part : parts) {
            reply.bulk(part);
        }
        client.flush();
    }

    void subscribe(Client client, ByteString channel) {
        if (client.channels().add(channel)) {
            byChannel.computeIfAbsent(channel, c -> new LinkedHashSet<>()).add(client);
        }
    }

    void unsubscribe(Client client, ByteString channel) {
        if (client.channels().remove(channel)) {
            Set<Client> listeners = byChannel.getOrDefault(channel, Set.of());
            listeners.remove(client);
            if (listeners.isEmpty()) {
                byChannel.remove(channel);
            }
        }
    }

    void subscribePattern(Client client, ByteString pattern) {
        if (client.patterns().add(pattern)) {
            byPattern
                    .computeIfAbsent(pattern, p -> new Pattern(Glob.of(p.array()), new LinkedHashSet<>()))
                    .clients
                    .add(client);
        }
    }

    void unsubscribePattern(Client client, ByteString pattern) {
        Pattern known = client.patterns().remove(pattern) ? byPattern.get(pattern) : null;
        if (known != null) {
            known.clients.remove(client);
            if (known.clients.isEmpty()) {
                byPattern.remove(pattern);
            }
        }
    }

    /** The client has gone. */
    void forget(Client client) {
        List.copyOf(client.channels()).forEach(channel -> unsubscribe(client, channel));
        List.copyOf(client.patterns()).forEach(pattern -> unsubscribePattern(client, pattern));
    }

    int channels() {
        return byChannel.size();
    }

    int patterns() {
        return byPattern.size();
    }
}
