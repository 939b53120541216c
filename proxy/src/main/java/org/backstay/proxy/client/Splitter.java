package org.backstay.proxy.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.backstay.proxy.exchange.Exchange;
import org.backstay.proxy.exchange.Join;
import org.backstay.proxy.exchange.ServerLink;
import org.backstay.proxy.pool.Pool;
import org.backstay.proxy.stats.PoolMetric;
import org.backstay.resp.CommandEncoder;
import org.backstay.resp.Request;

/** Splits a request for keys of several servers into one for each of them. Owned by the client's loop. */
final class Splitter {
    /** What {@link #onlyServer} returns when there are several. */
    static final int SEVERAL = -2;

    private static final int[] NO_KEYS = {};
    private static final int MOST_KEYS_KEPT = 1_024;

    private final ClientConnection client;
    private final Pool pool;
    private int[] serverOfKey = NO_KEYS;

    Splitter(ClientConnection client, Pool pool) {
        this.client = client;
        this.pool = pool;
    }

    /** Finds the server of each key; the one server when it is the same for all, {@link Pool#NONE}, or {@link #SEVERAL}. */
    int onlyServer(Request request, int step) {
        int keys = (request.size() - 1) / step;
        if (serverOfKey.length < keys || serverOfKey.length > MOST_KEYS_KEPT) {
            serverOfKey = new int[Math.max(keys, 16)];
        }
        int only = pool.route(request.address(1), request.length(1));
        serverOfKey[0] = only;
        for (int key = 1; key < keys; key++) {
            int argument = 1 + key * step;
            int server = pool.route(request.address(argument), request.length(argument));
            serverOfKey[key] = server;
            if (server != only) {
                only = SEVERAL;
            }
        }
        return only;
    }

    /** Sends the parts; to be called after {@link #onlyServer} has found several. */
    void split(Join.Kind kind, int step, Request request) {
        int keys = (request.size() - 1) / step;
        int[] keysOfServer = new int[pool.size()];
        for (int key = 0; key < keys; key++) {
            keysOfServer[serverOfKey[key]]++;
        }
        int[] partOfServer = new int[pool.size()];
        int parts = 0;
        for (int server = 0; server < keysOfServer.length; server++) {
            partOfServer[server] = keysOfServer[server] > 0 ? parts++ : Join.WHOLE;
        }
        int[] partOfKey = new int[keys];
        for (int key = 0; key < keys; key++) {
            partOfKey[key] = partOfServer[serverOfKey[key]];
        }
        Exchange[] exchanges = new Exchange[parts];
        for (int part = 0; part < parts; part++) {
            exchanges[part] = client.lane().exchanges().take(client);
        }
        Exchange whole = client.open();
        new Join(kind, whole, exchanges, partOfKey);
        pool.counters().pool().add(PoolMetric.FRAGMENTS, parts);
        for (int server = 0; server < keysOfServer.length; server++) {
            if (keysOfServer[server] > 0) {
                sendPart(exchanges[partOfServer[server]], server, keysOfServer[server], step, request, keys);
            }
        }
    }

    private void sendPart(Exchange part, int server, int count, int step, Request request, int keys) {
        ServerLink link = pool.server(server).link(client.number());
        if (link == null) {
            client.failed(part, pool.server(server).error());
            return;
        }
        ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer();
        CommandEncoder.header(frame, 1 + count * step);
        CommandEncoder.argument(frame, request.address(0), request.length(0));
        for (int key = 0; key < keys; key++) {
            if (serverOfKey[key] == server) {
                for (int i = 1 + key * step; i < 1 + (key + 1) * step; i++) {
                    CommandEncoder.argument(frame, request.address(i), request.length(i));
                }
            }
        }
        client.send(link, part, frame.memoryAddress(), frame.readableBytes());
        frame.release();
    }
}
