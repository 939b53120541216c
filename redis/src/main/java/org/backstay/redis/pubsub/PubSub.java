package org.backstay.redis.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backstay.base.bytes.ByteString;
import org.backstay.base.bytes.Glob;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.Clients;
import org.backstay.resp.ReplyWriter;

/** Channels, patterns and their subscribers. Owned by the server's loop. */
public final class PubSub {
    private static final byte[] MESSAGE = "message".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] PMESSAGE = "pmessage".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private record Pattern(Glob glob, Set<Client> clients) {}

    private final Clients clients;
    private final Map<ByteString, Set<Client>> channels = new LinkedHashMap<>();
    private final Map<ByteString, Pattern> patterns = new LinkedHashMap<>();

    /** Serves these clients; who departs is unsubscribed. */
    public PubSub(Clients clients) {
        this.clients = clients;
        clients.onDeparture(this::forget);
    }

    /** Subscribes a client to a channel; a second time changes nothing. */
    public void subscribe(Client client, ByteString channel) {
        if (client.channels().add(channel)) {
            channels.computeIfAbsent(channel, _ -> new LinkedHashSet<>()).add(client);
        }
    }

    /** Ends a subscription to a channel. */
    public void unsubscribe(Client client, ByteString channel) {
        Set<Client> subscribers = channels.get(channel);
        if (client.channels().remove(channel) && subscribers != null) {
            subscribers.remove(client);
            if (subscribers.isEmpty()) {
                channels.remove(channel);
            }
        }
    }

    /** Subscribes a client to all channels that match a pattern. */
    public void subscribePattern(Client client, ByteString pattern) {
        if (client.patterns().add(pattern)) {
            patterns.computeIfAbsent(pattern, _ -> new Pattern(Glob.of(pattern.array()), new LinkedHashSet<>()))
                    .clients()
                    .add(client);
        }
    }

    /** Ends a subscription to a pattern. */
    public void unsubscribePattern(Client client, ByteString pattern) {
        Pattern subscribed = patterns.get(pattern);
        if (client.patterns().remove(pattern) && subscribed != null) {
            subscribed.clients().remove(client);
            if (subscribed.clients().isEmpty()) {
                patterns.remove(pattern);
            }
        }
    }

    private void forget(Client client) {
        List.copyOf(client.channels()).forEach(channel -> unsubscribe(client, channel));
        List.copyOf(client.patterns()).forEach(pattern -> unsubscribePattern(client, pattern));
    }

    /**
     * Sends a message to all subscribers of the channel and of matching patterns.
     *
     * @return how many received it; a client counts once for each of its subscriptions
     */
    public int publish(ByteString channel, byte[] message) {
        int receivers = 0;
        for (Client client : channels.getOrDefault(channel, Set.of())) {
            writeMessage(client, channel, message);
            receivers++;
        }
        for (Map.Entry<ByteString, Pattern> entry : patterns.entrySet()) {
            if (!entry.getValue().glob().matches(channel.array())) {
                continue;
            }
            for (Client client : entry.getValue().clients()) {
                writePatternMessage(client, entry.getKey(), channel, message);
                receivers++;
            }
        }
        return receivers;
    }

    private void writeMessage(Client client, ByteString channel, byte[] message) {
        ReplyWriter reply = client.reply();
        reply.push(3);
        reply.bulk(MESSAGE);
        reply.bulk(channel.array());
        reply.bulk(message);
        clients.flushLater(client);
    }

    private void writePatternMessage(Client client, ByteString pattern, ByteString channel, byte[] message) {
        ReplyWriter reply = client.reply();
        reply.push(4);
        reply.bulk(PMESSAGE);
        reply.bulk(pattern.array());
        reply.bulk(channel.array());
        reply.bulk(message);
        clients.flushLater(client);
    }

    /** Channels with at least one subscriber. */
    public Collection<ByteString> channels() {
        return channels.keySet();
    }

    /** How many clients are subscribed to a channel by its name. */
    public int subscribers(ByteString channel) {
        return channels.getOrDefault(channel, Set.of()).size();
    }

    /** How many different patterns there are. */
    public int patternCount() {
        return patterns.size();
    }

    /** The channels that match, all of them for a null pattern. */
    public List<ByteString> channelsMatching(Glob glob) {
        List<ByteString> matching = new ArrayList<>();
        for (ByteString channel : channels.keySet()) {
            if (glob.matches(channel.array())) {
                matching.add(channel);
            }
        }
        return matching;
    }
}
