package org.backstay.redis.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backstay.base.bytes.ByteString;
import org.backstay.base.bytes.Glob;
import org.backstay.redis.info.InfoReport;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.Clients;
import org.backstay.resp.ReplyWriter;

/** Channels, patterns, shard channels and their subscribers. Owned by the server's loop. */
public final class PubSub {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHARD_MESSAGE = "smessage".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PATTERN_MESSAGE = "pmessage".getBytes(StandardCharsets.US_ASCII);

    private record Pattern(Glob glob, Set<Client> clients) {}

    private final Clients clients;
    private final Channels channels;
    private final Channels shardChannels;
    private final Map<ByteString, Pattern> patterns = new LinkedHashMap<>();

    /** Serves these clients; who departs is unsubscribed. */
    public PubSub(Clients clients) {
        this.clients = clients;
        this.channels = new Channels(Client::channels);
        this.shardChannels = new Channels(Client::shardChannels);
        clients.onDeparture(this::unsubscribeAll);
    }

    /** Says in INFO how many channels and patterns have subscribers. */
    public void addTo(InfoReport report) {
        report.extend(
                "Stats",
                to -> to.add("pubsub_channels", channels.names().size())
                        .add("pubsub_patterns", patternCount())
                        .add("pubsubshard_channels", shardChannels.names().size()));
    }

    /** The channels for everybody. */
    public Channels channels() {
        return channels;
    }

    /** The channels that, in a cluster, belong to a shard; names of their own here. */
    public Channels shardChannels() {
        return shardChannels;
    }

    /** Subscribes a client to all channels that match a pattern. */
    public void subscribePattern(Client client, ByteString pattern) {
        if (client.patterns().add(pattern)) {
            client.addNameBytes(pattern.length());
            patterns.computeIfAbsent(pattern, _ -> new Pattern(Glob.of(pattern.array()), new LinkedHashSet<>()))
                    .clients()
                    .add(client);
        }
    }

    /** Ends a subscription to a pattern. */
    public void unsubscribePattern(Client client, ByteString pattern) {
        Pattern subscribed = patterns.get(pattern);
        if (client.patterns().remove(pattern) && subscribed != null) {
            client.addNameBytes(-pattern.length());
            subscribed.clients().remove(client);
            if (subscribed.clients().isEmpty()) {
                patterns.remove(pattern);
            }
        }
    }

    /** Ends all subscriptions of a client. */
    public void unsubscribeAll(Client client) {
        List.copyOf(client.channels()).forEach(channel -> channels.unsubscribe(client, channel));
        List.copyOf(client.shardChannels()).forEach(channel -> shardChannels.unsubscribe(client, channel));
        List.copyOf(client.patterns()).forEach(pattern -> unsubscribePattern(client, pattern));
    }

    /**
     * Sends a message to all subscribers of the channel and of matching patterns.
     *
     * @return how many received it; a client counts once for each of its subscriptions
     */
    public int publish(ByteString channel, byte[] message) {
        int receivers = send(MESSAGE, channels.subscribers(channel), channel, message);
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

    /** Sends a message to all subscribers of a shard channel; returns how many received it. */
    public int publishToShard(ByteString channel, byte[] message) {
        return send(SHARD_MESSAGE, shardChannels.subscribers(channel), channel, message);
    }

    private int send(byte[] kind, Collection<Client> receivers, ByteString channel, byte[] message) {
        for (Client client : receivers) {
            ReplyWriter reply = client.reply();
            reply.push(3);
            reply.bulk(kind);
            reply.bulk(channel.array());
            reply.bulk(message);
            clients.flushLater(client);
        }
        return receivers.size();
    }

    private void writePatternMessage(Client client, ByteString pattern, ByteString channel, byte[] message) {
        ReplyWriter reply = client.reply();
        reply.push(4);
        reply.bulk(PATTERN_MESSAGE);
        reply.bulk(pattern.array());
        reply.bulk(channel.array());
        reply.bulk(message);
        clients.flushLater(client);
    }

    /** How many different patterns there are. */
    public int patternCount() {
        return patterns.size();
    }
}
