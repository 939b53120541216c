package org.backstay.proxy.stats;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Node;

/**
 * Gives the sum of all loops' counters to whoever connects, and closes. Owned by the node's loop. The original sums every
 * {@code -i} milliseconds; here every answer is of the moment.
 */
public final class StatsPort {
    private static final String VERSION = "0.5.0";
    private static final ListenOptions LISTEN = new ListenOptions(64, 0, false);

    /** Gathers the counters. */
    public interface Source {
        /** Calls back on the node's loop with the sum of each pool, and with the connections made and open: {@code [made, open]}. */
        void gather(BiConsumer<List<PoolCounters>, long[]> done);
    }

    private final Node node;
    private final String machine;
    private final Source source;
    private final long started;

    /** A port that is not open yet; {@code machine} is the name given as {@code source}. */
    public StatsPort(Node node, String machine, Source source) {
        this.node = node;
        this.machine = machine;
        this.source = source;
        this.started = node.clock().millis() / 1000;
    }

    /** Opens it. */
    public ChannelFuture listen(Endpoint local) {
        return node.network().listen(node.loop(), local, LISTEN, this::accept);
    }

    private void accept(Channel channel) {
        answer(json -> channel.writeAndFlush(Unpooled.copiedBuffer(json, StandardCharsets.UTF_8))
                .addListener(ChannelFutureListener.CLOSE));
    }

    /** Calls back with the document. */
    void answer(Consumer<String> done) {
        source.gather((pools, connections) -> {
            long now = node.clock().millis() / 1000;
            done.accept(StatsJson.render(
                    new StatsJson.Header(machine, VERSION, now - started, now, connections[0], connections[1]), pools));
        });
    }
}
