package org.backstay.stack.probe;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.backstay.node.Endpoint;
import org.backstay.node.Network;
import org.backstay.resp.RespClient;
import org.backstay.resp.RespValue;
import org.backstay.stack.topology.NodeSpec;
import org.jspecify.annotations.Nullable;

/** Asks one node how it is, over a connection that is kept. Owned by the loop. */
public final class Probe implements AutoCloseable {
    private static final RespClient.Options OPTIONS = RespClient.Options.DEFAULT.withTimeout(Duration.ofSeconds(1));

    /** Questions without an answer, after which the node counts as silent. */
    private static final int MOST_UNANSWERED = 3;

    private final NodeSpec node;
    private final Network network;
    private final EventLoop loop;
    private @Nullable RespClient client;
    private int unanswered;
    private NodeReport last = new NodeReport.Silent("not asked yet");

    /** Makes a probe of a node; it connects when it is first asked. */
    public Probe(NodeSpec node, Network network, EventLoop loop) {
        this.node = node;
        this.network = network;
        this.loop = loop;
    }

    /** Whom it asks. */
    public NodeSpec node() {
        return node;
    }

    /** What was last answered. */
    public NodeReport last() {
        return last;
    }

    /** Asks once; {@code answered} is called with what became of it. */
    public void ask(Consumer<NodeReport> answered) {
        if (client == null) {
            client = RespClient.connect(network, loop, node.endpoint(), OPTIONS, new Forget());
        }
        if (unanswered >= MOST_UNANSWERED) {
            settle(new NodeReport.Silent("no answer to " + unanswered + " questions"), answered);
        }
        unanswered++;
        boolean sent = client.send(
                (reply, failure) -> {
                    unanswered = 0;
                    settle(reply == null ? silent(failure) : report(reply), answered);
                },
                question());
        if (!sent) {
            unanswered = 0;
            forget();
            settle(new NodeReport.Silent("not connected"), answered);
        }
    }

    private void settle(NodeReport report, Consumer<NodeReport> answered) {
        last = report;
        answered.accept(report);
    }

    private static NodeReport silent(@Nullable Throwable failure) {
        String why = failure == null ? "closed" : String.valueOf(failure.getMessage());
        return new NodeReport.Silent(why.lines().findFirst().orElse(why));
    }

    private String[] question() {
        return switch (node.program()) {
            case REDIS_SERVER -> new String[] {"INFO", "replication"};
            case REDIS_SENTINEL -> new String[] {"SENTINEL", "MASTERS"};
            case NUTCRACKER -> new String[] {"PING"};
        };
    }

    private NodeReport report(RespValue reply) {
        if (reply.isError()) {
            return new NodeReport.Silent(reply.text());
        }
        return switch (node.program()) {
            case REDIS_SERVER -> redis(InfoText.fields(reply.text()));
            case REDIS_SENTINEL -> sentinel(reply.list());
            case NUTCRACKER -> new NodeReport.Proxy();
        };
    }

    private static NodeReport redis(Map<String, String> info) {
        boolean master = "master".equals(info.get("role"));
        Endpoint follows = master
                ? null
                : new Endpoint(info.getOrDefault("master_host", "?"), number(info.getOrDefault("master_port", "0")));
        boolean linkUp = master || "up".equals(info.get("master_link_status"));
        String offset = master ? "master_repl_offset" : "slave_repl_offset";
        return new NodeReport.Redis(master, follows, linkUp, Long.parseLong(info.getOrDefault(offset, "0")));
    }

    private static NodeReport sentinel(List<RespValue> masters) {
        Map<String, NodeReport.Watched> watched = new HashMap<>();
        for (RespValue master : masters) {
            Map<String, String> fields = InfoText.pairs(master.list());
            watched.put(
                    fields.getOrDefault("name", "?"),
                    new NodeReport.Watched(
                            new Endpoint(fields.getOrDefault("ip", "?"), number(fields.getOrDefault("port", "0"))),
                            fields.getOrDefault("flags", ""),
                            number(fields.getOrDefault("num-slaves", "0")),
                            number(fields.getOrDefault("num-other-sentinels", "0"))));
        }
        return new NodeReport.Sentinel(Map.copyOf(watched));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private void forget() {
        RespClient gone = client;
        client = null;
        if (gone != null) {
            gone.close();
        }
    }

    /** Ends the connection. */
    @Override
    public void close() {
        forget();
    }

    /** A connection that ended is made anew with the next question. */
    private final class Forget implements RespClient.Listener {
        @Override
        public void disconnected(RespClient ended, @Nullable Throwable cause) {
            if (ended == client) {
                client = null;
            }
        }
    }
}
