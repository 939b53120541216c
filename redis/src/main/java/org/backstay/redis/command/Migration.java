package org.backstay.redis.command;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.node.Endpoint;
import org.backstay.persistence.rdb.DumpPayload;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.server.KeyEvent;
import org.backstay.redis.server.RedisServer;
import org.backstay.resp.Request;
import org.backstay.resp.RespValue;
import org.jspecify.annotations.Nullable;

/**
 * Keys on their way to another server: sent as RESTORE commands, and deleted here as the other confirms them. Owned by the server's
 * loop, which serves others meanwhile; a key that was changed after it was sent stays, so that no write is lost.
 */
final class Migration {
    private static final byte[] RESTORE = Words.of("RESTORE");
    private static final byte[] REPLACE = Words.of("REPLACE");
    private static final byte[] AUTH = Words.of("AUTH");

    /**
     * What is asked.
     *
     * @param to where to
     * @param database the database there
     * @param timeoutMillis how long nothing may be heard
     * @param copy whether the keys stay here
     * @param replace whether keys there are replaced
     * @param credentials the arguments of AUTH; empty for none
     */
    record Order(
            Endpoint to, long database, long timeoutMillis, boolean copy, boolean replace, List<byte[]> credentials) {}

    private final RedisServer server;
    private final MigrationLinks links;
    private final DumpPayload payloads;
    private final Order order;
    private final Database source;
    private final List<byte[]> keys;
    private final Consumer<@Nullable String> done;
    private final List<byte[]> moved = new ArrayList<>();
    private @Nullable ScheduledFuture<?> timeout;
    private MigrationLinks.@Nullable Link link;
    private int awaited;
    private int answered;
    private boolean retried;
    private @Nullable String refusal;
    private boolean over;

    /**
     * Prepares to move keys.
     *
     * @param keys those that stood when the command was given
     * @param done called on the loop with the error to answer, or with null
     */
    Migration(
            RedisServer server,
            MigrationLinks links,
            DumpPayload payloads,
            Order order,
            Database source,
            List<byte[]> keys,
            Consumer<@Nullable String> done) {
        this.server = server;
        this.links = links;
        this.payloads = payloads;
        this.order = order;
        this.source = source;
        this.keys = keys;
        this.done = done;
    }

    void start() {
        MigrationLinks.Link used = links.to(order.to(), Duration.ofMillis(order.timeoutMillis()));
        link = used;
        awaited = 0;
        answered = 0;
        timeout = server.loop().schedule(() -> fail("reading"), order.timeoutMillis(), TimeUnit.MILLISECONDS);
        if (!order.credentials().isEmpty()) {
            List<byte[]> words = new ArrayList<>(order.credentials());
            words.addFirst(AUTH);
            send(used, null, 0, words);
        }
        if (used.mustSelect(order.database())) {
            send(used, null, 0, List.of(Words.of("SELECT"), Words.of(order.database())));
        }
        for (byte[] key : keys) {
            sendKey(used, key);
        }
        if (awaited == 0) {
            end();
        }
    }

    private void sendKey(MigrationLinks.Link used, byte[] key) {
        Entry entry = find(key);
        if (entry == null) {
            return;
        }
        long ttl = 0;
        if (entry.hasExpire()) {
            ttl = Math.max(entry.expireAt() - server.time().millis(), 1);
        }
        byte[] payload = payload(entry);
        List<byte[]> words = new ArrayList<>(List.of(RESTORE, key, Words.of(ttl), payload));
        if (order.replace()) {
            words.add(REPLACE);
        }
        send(used, key, checksum(payload), words);
    }

    private @Nullable Entry find(byte[] key) {
        Request name = Request.of(key);
        try {
            return source.peek(name.address(0), name.length(0));
        } finally {
            name.release();
        }
    }

    private byte[] payload(Entry entry) {
        ByteBuf written = payloads.write(entry, server.settings().get(PersistenceDirectives.RDBCOMPRESSION));
        try {
            return NativeMemory.toArray(written.memoryAddress(), written.readableBytes());
        } finally {
            written.release();
        }
    }

    /** A payload ends with its checksum. */
    private static long checksum(byte[] payload) {
        long checksum = 0;
        for (int i = 1; i <= Long.BYTES; i++) {
            checksum = checksum << 8 | (payload[payload.length - i] & 0xFF);
        }
        return checksum;
    }

    private void send(MigrationLinks.Link used, byte @Nullable [] key, long checksum, List<byte[]> words) {
        awaited++;
        used.client()
                .send((reply, failure) -> answered(used, key, checksum, reply, failure), words.toArray(byte[][]::new));
    }

    private void answered(
            MigrationLinks.Link used,
            byte @Nullable [] key,
            long checksum,
            @Nullable RespValue reply,
            @Nullable Throwable failure) {
        if (over || link != used) {
            return;
        }
        if (failure != null) {
            disconnected(used);
            return;
        }
        answered++;
        if (reply instanceof RespValue.Failure refused) {
            refusal = refusal == null ? refused.text() : refusal;
        } else if (key != null && refusal == null && !order.copy()) {
            delete(key, checksum);
        }
        if (answered == awaited) {
            end();
        }
    }

    private void delete(byte[] key, long checksum) {
        Entry entry = find(key);
        if (entry == null) {
            return;
        }
        if (checksum(payload(entry)) != checksum) {
            refusal = "a key was changed while it was moved, and stays";
            return;
        }
        server.notifications().tell(source.index(), KeyEvent.DEL, entry.keyAddress(), entry.keyLength());
        source.delete(entry);
        moved.add(key);
    }

    /** A connection that was kept may have ended long ago: then it is tried once more over a new one. */
    private void disconnected(MigrationLinks.Link used) {
        if (refusal != null) {
            end();
        } else if (answered == 0 && !used.isFresh() && !retried) {
            retried = true;
            stopTimeout();
            used.close();
            start();
        } else {
            fail(used.isFresh() && answered == 0 ? "writing" : "reading");
        }
    }

    private void fail(String what) {
        if (over) {
            return;
        }
        MigrationLinks.Link used = link;
        finish("IOERR error or timeout " + what + " to target instance");
        if (used != null) {
            used.close();
        }
    }

    private void end() {
        MigrationLinks.Link used = link;
        if (used != null) {
            used.used();
            if (refusal == null) {
                used.selected(order.database());
            } else {
                used.forgetSelected();
            }
        }
        finish(refusal == null ? null : "ERR Target instance replied with error: " + refusal);
    }

    private void finish(@Nullable String error) {
        over = true;
        stopTimeout();
        if (!moved.isEmpty()) {
            moved.addFirst(Words.DEL);
            server.propagation().add(source.index(), moved.toArray(byte[][]::new));
            server.endUnit();
        }
        done.accept(error);
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }
}
