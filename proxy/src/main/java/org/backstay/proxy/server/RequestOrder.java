package org.backstay.proxy.server;

import org.backstay.proxy.exchange.Exchange;
import org.backstay.proxy.stats.Counters;
import org.backstay.proxy.stats.ServerMetric;
import org.jspecify.annotations.Nullable;

/** The requests of one connection that have no reply yet, oldest first, and the counters that follow them. Owned by a loop. */
final class RequestOrder {
    private final Counters<ServerMetric> counters;
    private @Nullable Exchange head;
    private @Nullable Exchange tail;
    private int size;
    private int unsent;
    private long unsentBytes;

    RequestOrder(Counters<ServerMetric> counters) {
        this.counters = counters;
    }

    void add(Exchange exchange) {
        Exchange last = tail;
        if (last == null) {
            head = exchange;
        } else {
            last.nextOfServer = exchange;
        }
        tail = exchange;
        size++;
        int bytes = exchange.requestBytes;
        unsent++;
        unsentBytes += bytes;
        counters.increment(ServerMetric.REQUESTS);
        counters.add(ServerMetric.REQUEST_BYTES, bytes);
        counters.increment(ServerMetric.IN_QUEUE);
        counters.add(ServerMetric.IN_QUEUE_BYTES, bytes);
    }

    /** Everything gathered is handed to the channel. */
    void sent() {
        counters.add(ServerMetric.IN_QUEUE, -unsent);
        counters.add(ServerMetric.IN_QUEUE_BYTES, -unsentBytes);
        counters.add(ServerMetric.OUT_QUEUE, unsent);
        counters.add(ServerMetric.OUT_QUEUE_BYTES, unsentBytes);
        unsent = 0;
        unsentBytes = 0;
    }

    /** The request that a reply belongs to; null when none is due. */
    @Nullable
    Exchange take(int replyBytes) {
        Exchange exchange = remove();
        if (exchange != null) {
            counters.increment(ServerMetric.RESPONSES);
            counters.add(ServerMetric.RESPONSE_BYTES, replyBytes);
            leave(ServerMetric.OUT_QUEUE, ServerMetric.OUT_QUEUE_BYTES, exchange);
        }
        return exchange;
    }

    /** The oldest request, which will get no reply. */
    @Nullable
    Exchange drop() {
        boolean waits = size <= unsent;
        Exchange exchange = remove();
        if (exchange == null) {
            return null;
        }
        if (waits) {
            unsent--;
            unsentBytes -= exchange.requestBytes;
            leave(ServerMetric.IN_QUEUE, ServerMetric.IN_QUEUE_BYTES, exchange);
        } else {
            leave(ServerMetric.OUT_QUEUE, ServerMetric.OUT_QUEUE_BYTES, exchange);
        }
        return exchange;
    }

    private void leave(ServerMetric count, ServerMetric bytes, Exchange exchange) {
        counters.add(count, -1);
        counters.add(bytes, -exchange.requestBytes);
    }

    private @Nullable Exchange remove() {
        Exchange exchange = head;
        if (exchange != null) {
            head = exchange.nextOfServer;
            exchange.nextOfServer = null;
            if (head == null) {
                tail = null;
            }
            size--;
        }
        return exchange;
    }

    @Nullable
    Exchange oldest() {
        return head;
    }

    int size() {
        return size;
    }
}
