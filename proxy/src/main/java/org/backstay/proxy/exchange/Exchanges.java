package org.backstay.proxy.exchange;

import java.util.Arrays;

/** The exchanges of one loop that are not in use, so that requests make no garbage. Owned by that loop. */
public final class Exchanges {
    /** More than this many unused ones are left to the collector. */
    private static final int MOST_KEPT = 65_536;

    private Exchange[] free = new Exchange[256];
    private int size;

    /** An exchange for someone. */
    public Exchange take(Requester requester) {
        Exchange exchange = size == 0 ? new Exchange() : free[--size];
        exchange.requester = requester;
        return exchange;
    }

    /** Gives an exchange back; its reply is released. */
    public void put(Exchange exchange) {
        exchange.clear();
        if (size == MOST_KEPT) {
            return;
        }
        if (size == free.length) {
            free = Arrays.copyOf(free, 2 * size);
        }
        free[size++] = exchange;
    }
}
