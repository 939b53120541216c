package org.backstay.proxy.exchange;

import io.netty.channel.EventLoop;
import java.util.Arrays;
import org.backstay.node.Clock;
import org.backstay.node.Log;
import org.backstay.node.Network;

/**
 * What all connections of one loop share: its time, its unused exchanges, and the list of connections that have something to send
 * when everything that arrived in this turn of the loop was looked at. Owned by that loop.
 */
public final class Lane implements Runnable {
    /** A connection with gathered output. */
    public interface Flushing {
        /** Sends what was gathered. */
        void flushNow();
    }

    private final EventLoop loop;
    private final Network network;
    private final Clock clock;
    private final Log log;
    private final Exchanges exchanges = new Exchanges();
    private Flushing[] flushing = new Flushing[64];
    private int waiting;
    private long now;

    /** The lane of a loop. */
    public Lane(EventLoop loop, Network network, Clock clock, Log log) {
        this.loop = loop;
        this.network = network;
        this.clock = clock;
        this.log = log;
        this.now = clock.nanoTime();
    }

    /** The loop that owns it. */
    public EventLoop loop() {
        return loop;
    }

    /** Connections to servers. */
    public Network network() {
        return network;
    }

    /** The node's clock. */
    public Clock clock() {
        return clock;
    }

    /** The node's log. */
    public Log log() {
        return log;
    }

    /** Exchanges not in use. */
    public Exchanges exchanges() {
        return exchanges;
    }

    /** Looks at the clock; once for everything that one read brought. */
    public long tick() {
        now = clock.nanoTime();
        return now;
    }

    /** The time at the last {@link #tick}. */
    public long now() {
        return now;
    }

    /** Has a connection flushed at the end of this turn; the caller asks once until it was. */
    public void flushLater(Flushing connection) {
        assert loop.inEventLoop();
        if (waiting == flushing.length) {
            flushing = Arrays.copyOf(flushing, 2 * waiting);
        }
        flushing[waiting++] = connection;
        if (waiting == 1) {
            loop.execute(this);
        }
    }

    /** The end of the turn. */
    @Override
    public void run() {
        // A failing write may close a connection and so give others something to send: they join the end of the list.
        for (int i = 0; i < waiting; i++) {
            try {
                flushing[i].flushNow();
            } catch (RuntimeException fault) {
                log.warning("a fault of the proxy itself: " + fault);
            }
        }
        Arrays.fill(flushing, 0, waiting, null);
        waiting = 0;
    }
}
