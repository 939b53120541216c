package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.redis.persistence.Snapshots;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.RedisServer;
import org.backstay.resp.CommandEncoder;
import org.backstay.resp.Request;
import org.backstay.resp.RequestInput;
import org.backstay.resp.RequestInput.Status;

/**
 * The stream of the master that we follow: each command is executed, and then its bytes go to our own log as they came, so that our log is
 * the master's, byte for byte. A transaction goes there as a whole. Owned by the server's loop.
 */
final class MasterStream {
    private final RedisServer server;
    private final ReplicationLog log;
    private final Channel channel;
    private final Client client;
    private final RequestInput input;

    /** The commands of a transaction that has not ended; not in the log yet. */
    private final ByteBuf transaction;

    private long consumedBefore;
    private final LongSupplier synced;
    private long lastAckMillis;

    /** The master has asked at this offset, and is told again once the log is on disk up to there. */
    private long owesSynced = Long.MAX_VALUE;

    /**
     * Begins to execute in a database.
     *
     * @param snapshots knows how far our own log is on disk
     */
    MasterStream(RedisServer server, ReplicationLog log, Channel channel, int database, Snapshots snapshots) {
        this.synced = snapshots.storedLog()::synced;
        this.server = server;
        this.log = log;
        this.channel = channel;
        client = server.clients().internal(Client.Role.MASTER, server.time().millis());
        client.database(database);
        input = new RequestInput(channel.alloc(), server.clients().limits());
        input.fromMaster(true);
        transaction = channel.alloc().directBuffer();
    }

    /** The client as whom the master's commands are executed. */
    Client client() {
        return client;
    }

    /** The database that the stream is in. */
    int database() {
        return client.database();
    }

    /** The offset up to which bytes were received, executed or not: {@code slave_read_repl_offset}. */
    long readOffset() {
        return log.end() + transaction.readableBytes() + input.unread();
    }

    /**
     * Executes what has been received.
     *
     * @return null, or what is wrong with the stream
     */
    @org.jspecify.annotations.Nullable
    String receive(ByteBuf bytes) {
        input.add(bytes);
        while (input.next() == Status.REQUEST) {
            Request request = input.request();
            long used = input.consumed() - consumedBefore;
            consumedBefore = input.consumed();
            execute(request);
            passOn(request, used);
        }
        String error = input.status() == Status.BROKEN ? input.error() : null;
        input.settle();
        return error;
    }

    /** The master found what it found: keys whose time is over are gone only when it says so. */
    private void execute(Request request) {
        server.keyspace().expiredKeys(ExpiredKeys.SHOW);
        long errors = client.reply().errors();
        try {
            server.dispatcher().receive(client, request);
        } finally {
            server.keyspace().expiredKeys(ExpiredKeys.HIDE);
        }
        if (client.reply().errors() != errors) {
            server.log()
                    .warning("== CRITICAL == This replica is sending an error to its master: '"
                            + client.reply().lastError() + "' after processing the command '" + request.text(0) + "'");
        }
        client.reply().truncate(0);
    }

    private void passOn(Request request, long used) {
        int padding = (int) (used - request.rawLength());
        if (client.transaction() != null || transaction.isReadable()) {
            collect(request, padding);
            if (client.transaction() == null) {
                log.appendVerbatim(
                        transaction.memoryAddress() + transaction.readerIndex(),
                        transaction.readableBytes(),
                        client.database());
                transaction.clear();
            }
            return;
        }
        if (padding > 0) {
            collect(request, padding);
            log.appendVerbatim(transaction.memoryAddress(), transaction.readableBytes(), client.database());
            transaction.clear();
            return;
        }
        log.appendVerbatim(request.rawAddress(), request.rawLength(), client.database());
    }

    /** Empty lines in the stream count as bytes of it, for us and for those that follow us. */
    private void collect(Request request, int padding) {
        for (int i = 0; i < padding; i++) {
            transaction.writeByte('\n');
        }
        int length = request.rawLength();
        transaction.ensureWritable(length);
        NativeMemory.copy(request.rawAddress(), transaction.memoryAddress() + transaction.writerIndex(), length);
        transaction.writerIndex(transaction.writerIndex() + length);
    }

    /** Tells the master how far we are; with a log, also how far it is on disk, as replicas of Redis 7.2 do. */
    void acknowledge() {
        lastAckMillis = server.node().clock().millis();
        long onDisk = synced.getAsLong();
        ByteBuf command = channel.alloc().directBuffer();
        if (onDisk < 0) {
            CommandEncoder.encode(command, ascii("REPLCONF"), ascii("ACK"), ascii(log.end()));
        } else {
            CommandEncoder.encode(
                    command, ascii("REPLCONF"), ascii("ACK"), ascii(log.end()), ascii("FACK"), ascii(onDisk));
        }
        channel.writeAndFlush(command, channel.voidPromise());
    }

    private static byte[] ascii(Object text) {
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The master asks how far we are: it is told at once, and again when all of that is on disk. */
    void answer() {
        owesSynced = synced.getAsLong() < log.end() ? log.end() : Long.MAX_VALUE;
        acknowledge();
    }

    /** More of our own log is on disk. */
    void syncedMore() {
        if (synced.getAsLong() >= owesSynced) {
            owesSynced = Long.MAX_VALUE;
            acknowledge();
        }
    }

    /** When the master was last told, in milliseconds since the epoch. */
    long lastAckMillis() {
        return lastAckMillis;
    }

    /** Gives back the memory. */
    void close() {
        input.close();
        transaction.release();
        server.clients().disconnected(client);
    }
}
