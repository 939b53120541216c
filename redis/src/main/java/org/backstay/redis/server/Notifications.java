package org.backstay.redis.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.backstay.base.bytes.ByteString;
import org.backstay.base.memory.NativeMemory;
import org.backstay.redis.config.EventClass;

/**
 * Publishes what happens to keys, as {@code notify-keyspace-events} asks for it: to {@code __keyspace@0__:key} the event, and to {@code
 * __keyevent@0__:event} the key. While nothing is asked for, an event costs one comparison. Owned by the server's loop.
 */
public final class Notifications {
    /** Where messages go. */
    @FunctionalInterface
    public interface Publisher {
        /** Sends a message to those who listen to a channel. */
        void publish(ByteString channel, byte[] message);
    }

    private Publisher publisher = (channel, message) -> {};
    private Set<EventClass> wanted = Set.of();
    private boolean off = true;

    /** Says where messages go. */
    public void to(Publisher newPublisher) {
        publisher = newPublisher;
    }

    /** Says which events are published. */
    void want(Set<EventClass> classes) {
        wanted = classes;
        off = !classes.contains(EventClass.KEYSPACE) && !classes.contains(EventClass.KEYEVENT);
    }

    /** Publishes what happened to a key, which is given by address. */
    public void tell(int database, KeyEvent event, long key, int length) {
        if (!off && wanted.contains(event.kind())) {
            publish(database, event, NativeMemory.toArray(key, length));
        }
    }

    private void publish(int database, KeyEvent event, byte[] key) {
        if (wanted.contains(EventClass.KEYSPACE)) {
            publisher.publish(channel("__keyspace@", database, key), event.text());
        }
        if (wanted.contains(EventClass.KEYEVENT)) {
            publisher.publish(channel("__keyevent@", database, event.text()), key);
        }
    }

    private static ByteString channel(String prefix, int database, byte[] name) {
        ByteArrayOutputStream channel = new ByteArrayOutputStream();
        channel.writeBytes((prefix + database + "__:").getBytes(StandardCharsets.US_ASCII));
        channel.writeBytes(name);
        return ByteString.wrap(channel.toByteArray());
    }
}
