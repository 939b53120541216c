package org.backstay.redis.pubsub;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.backstay.base.bytes.ByteString;
import org.backstay.base.bytes.Glob;
import org.backstay.redis.server.Client;

/** Channels of one kind and who is subscribed to them by name. Owned by the server's loop. */
public final class Channels {
    private final Function<Client, Set<ByteString>> ofClient;
    private final Map<ByteString, Set<Client>> subscribers = new LinkedHashMap<>();

    /** Keeps each client's own list of its channels up to date. */
    Channels(Function<Client, Set<ByteString>> ofClient) {
        this.ofClient = ofClient;
    }

    /** The channels of this kind that a client is subscribed to. */
    public Set<ByteString> of(Client client) {
        return ofClient.apply(client);
    }

    /** Subscribes a client to a channel; a second time changes nothing. */
    public void subscribe(Client client, ByteString channel) {
        if (of(client).add(channel)) {
            client.addNameBytes(channel.length());
            subscribers.computeIfAbsent(channel, _ -> new LinkedHashSet<>()).add(client);
        }
    }

    /** Ends a subscription to a channel. */
    public void unsubscribe(Client client, ByteString channel) {
        Set<Client> subscribed = subscribers.get(channel);
        if (of(client).remove(channel) && subscribed != null) {
            client.addNameBytes(-channel.length());
            subscribed.remove(client);
            if (subscribed.isEmpty()) {
                subscribers.remove(channel);
            }
        }
    }

    /** The clients that are subscribed to a channel. */
    public Collection<Client> subscribers(ByteString channel) {
        return subscribers.getOrDefault(channel, Set.of());
    }

    /** Channels with at least one subscriber. */
    public Collection<ByteString> names() {
        return Collections.unmodifiableSet(subscribers.keySet());
    }

    /** Those of them that match. */
    public List<ByteString> namesMatching(Glob glob) {
        return subscribers.keySet().stream()
                .filter(channel -> glob.matches(channel.array()))
                .toList();
    }
}
