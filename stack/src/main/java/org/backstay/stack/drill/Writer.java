package org.backstay.stack.drill;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Endpoint;
import org.backstay.node.Network;
import org.backstay.resp.RespClient;
import org.backstay.resp.RespValue;
import org.jspecify.annotations.Nullable;

/**
 * One client of a proxy that appends rising numbers to lists of its own, one command at a time over one connection, and keeps what was
 * acknowledged. Owned by the loop.
 */
final class Writer {
    /** Keys a writer writes to in turn; enough that both shards get some. */
    static final int KEYS = 64;

    /** The pause between a reply and the next command: bounds the load to about this many writes a second and writer. */
    private static final long PAUSE_MICROS = 1_000;

    /**
     * A write that was acknowledged.
     *
     * @param number what was written
     * @param nanos when the acknowledgement came
     */
    record Acknowledged(long number, long nanos) {}

    private final int number;
    private final Endpoint proxy;
    private final EventLoop loop;
    private final Map<String, List<Acknowledged>> acknowledged = new HashMap<>();
    private @Nullable RespClient client;
    private long sequence;
    private long sent;
    private long failed;
    private boolean running;
    private boolean disconnected;
    private long sentNanos;
    private long watchedSinceNanos = Long.MAX_VALUE;
    private java.util.Set<String> watched = java.util.Set.of();
    private long firstServedNanos = -1;

    Writer(int number, Endpoint proxy, EventLoop loop) {
        this.number = number;
        this.proxy = proxy;
        this.loop = loop;
    }

    void start(Network network) {
        running = true;
        RespClient.Options options = RespClient.Options.DEFAULT.withTimeout(Duration.ofSeconds(2));
        client = RespClient.connect(network, loop, proxy, options, new RespClient.Listener() {
            @Override
            public void disconnected(RespClient ended, @Nullable Throwable cause) {
                disconnected = running;
            }
        });
        write();
    }

    private void write() {
        RespClient connection = client;
        if (!running || connection == null) {
            return;
        }
        sequence++;
        String key = key((int) (sequence % KEYS));
        long value = sequence;
        sent++;
        sentNanos = loop.ticker().nanoTime();
        boolean accepted =
                connection.send((reply, failure) -> answered(key, value, reply), "RPUSH", key, Long.toString(value));
        if (!accepted) {
            failed++;
            loop.schedule(this::write, PAUSE_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    /** The name of one of the writer's keys; they differ in front, because fnv1a spreads names that differ at their end only badly. */
    String key(int i) {
        return i + ":" + number + ":drill";
    }

    /** Whether one of the keys is the writer's. */
    boolean ownsAnyOf(java.util.Set<String> keys) {
        for (int i = 0; i < KEYS; i++) {
            if (keys.contains(key(i))) {
                return true;
            }
        }
        return false;
    }

    private void answered(String key, long value, @Nullable RespValue reply) {
        if (reply == null || reply.isError()) {
            failed++;
        } else {
            long now = loop.ticker().nanoTime();
            acknowledged.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Acknowledged(value, now));
            if (firstServedNanos < 0 && sentNanos > watchedSinceNanos && watched.contains(key)) {
                firstServedNanos = now;
            }
        }
        loop.schedule(this::write, PAUSE_MICROS, TimeUnit.MICROSECONDS);
    }

    /** From now on, notes the first acknowledged write to one of these keys. */
    void watch(java.util.Set<String> keys, long nowNanos) {
        watched = keys;
        watchedSinceNanos = nowNanos;
        firstServedNanos = -1;
    }

    void stop() {
        running = false;
        if (client != null) {
            client.close();
        }
    }

    /** Stops writing and keeps the connection. */
    void pause() {
        running = false;
    }

    /** Goes on over the same connection; what was acknowledged so far has been checked and is forgotten. */
    void resume() {
        acknowledged.clear();
        running = true;
        write();
    }

    Endpoint proxy() {
        return proxy;
    }

    Map<String, List<Acknowledged>> acknowledged() {
        return acknowledged;
    }

    long sent() {
        return sent;
    }

    long failed() {
        return failed;
    }

    boolean wasDisconnected() {
        return disconnected;
    }

    /** When the first write to a watched key was acknowledged, or -1. */
    long firstServedNanos() {
        return firstServedNanos;
    }
}
