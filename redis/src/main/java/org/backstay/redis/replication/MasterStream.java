package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.persistence.log.ReplicationLog;
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
    private long lastAckMillis;

    MasterStream(RedisServer server, ReplicationLog log, Channel channel, int database) {
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
        try {
            server.dispatcher().receive(client, request);
        } finally {
            server.keyspace().expiredKeys(ExpiredKeys.HIDE);
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

    /** Tells the master how far we are. */
    void acknowledge() {
        lastAckMillis = server.node().clock().millis();
        byte[] offset = Long.toString(log.end()).getBytes(StandardCharsets.US_ASCII);
        ByteBuf command = channel.alloc().directBuffer();
        CommandEncoder.encode(
                command,
                "REPLCONF".getBytes(StandardCharsets.US_ASCII),
                "ACK".getBytes(StandardCharsets.US_ASCII),
                offset);
        channel.writeAndFlush(command, channel.voidPromise());
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
