package org.backstay.stack.drill;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.backstay.node.Endpoint;
import org.backstay.node.Network;
import org.backstay.node.Node;
import org.backstay.resp.BlockingRespClient;
import org.backstay.resp.RespClient;
import org.backstay.resp.RespValue;
import org.backstay.stack.probe.NodeReport;
import org.backstay.stack.probe.Probe;
import org.backstay.stack.probe.StackView;
import org.backstay.stack.probe.Waiting;
import org.backstay.stack.supervision.StackFolder;
import org.backstay.stack.topology.NodeSpec;
import org.backstay.stack.topology.Program;
import org.backstay.stack.topology.Topology;

/**
 * Kills masters of a running stack under load and measures what follows. Runs on the main thread; what it measures happens on the loop.
 *
 * <p>What is promised: replication is asynchronous, so a write that was acknowledged within {@link #LOSS_WINDOW_MILLIS} before the kill
 * may be lost; an older one may not.
 */
public final class Drill {
    /** A replica on the same machine is never further behind than this. */
    static final long LOSS_WINDOW_MILLIS = 1_000;

    private static final int WRITERS_A_PROXY = 2;
    private static final long WARM_UP_MILLIS = 2_000;
    private static final long AFTER_SWITCH_MILLIS = 1_000;
    private static final long LONGEST_OUTAGE_MILLIS = 30_000;
    private static final long LONGEST_RETURN_MILLIS = 60_000;
    private static final long ASK_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Topology topology;
    private final StackView view;
    private final Node node;
    private final Waiting waiting;
    private final PrintStream out;
    private final List<Writer> writers = new ArrayList<>();
    private final SentinelEvents events;

    /** Makes a drill on a stack that runs and is complete. */
    public Drill(StackView view, Node node, PrintStream out) {
        this.topology = view.topology();
        this.view = view;
        this.node = node;
        this.out = out;
        this.waiting = new Waiting(node.loop());
        this.events = new SentinelEvents(node.loop());
    }

    /** Kills as many masters, one after the other, and returns whether all went as promised; writes the table, and JSON if asked. */
    public boolean run(int rounds, java.util.function.Consumer<String> json) throws IOException {
        EventLoop loop = node.loop();
        Network network = node.network();
        waiting.onLoop(() -> {
            events.listen(network, endpoints(Program.REDIS_SENTINEL));
            for (Endpoint proxy : endpoints(Program.NUTCRACKER)) {
                for (int i = 0; i < WRITERS_A_PROXY; i++) {
                    writers.add(new Writer(writers.size(), proxy, loop));
                }
            }
            writers.forEach(writer -> writer.start(network));
        });
        List<Round> results = new ArrayList<>();
        try {
            for (int i = 0; i < rounds; i++) {
                results.add(round(topology.shards().get(i % topology.shards().size())));
            }
        } finally {
            waiting.onLoop(() -> {
                writers.forEach(Writer::stop);
                events.close();
            });
        }
        Report.table(results).forEach(out::println);
        json.accept(Report.json(results));
        return results.stream().allMatch(round -> round.faults().isEmpty());
    }

    private List<Endpoint> endpoints(Program program) {
        return topology.running(program).stream().map(NodeSpec::endpoint).toList();
    }

    private Round round(String shard) throws IOException {
        ask();
        Endpoint old = Optional.ofNullable(view.masterOf(shard))
                .orElseThrow(() -> new IOException("the sentinels know no master of " + shard));
        waiting.pause(WARM_UP_MILLIS);
        Set<String> keys = keysOn(old);
        ProcessHandle process = new StackFolder(node.disk(), topology.folder())
                .node(specOf(old))
                .orElseThrow(() -> new IOException(
                        "no running process is recorded for " + specOf(old).name()));
        long sentBefore = sum(Writer::sent);
        long failedBefore = sum(Writer::failed);
        out.println("Killing " + specOf(old).name() + ", master of " + shard + " (pid " + process.pid() + ")");
        long killed = kill(process, shard, keys);
        boolean served = waiting.until(
                LONGEST_OUTAGE_MILLIS,
                () -> writers.stream().filter(w -> w.ownsAnyOf(keys)).allMatch(w -> w.firstServedNanos() > killed));
        waiting.pause(AFTER_SWITCH_MILLIS);
        ask();
        Endpoint promoted = view.masterOf(shard);
        boolean back = waiting.until(LONGEST_RETURN_MILLIS, ASK_MILLIS, () -> {
            askNow();
            return isReplicaOf(old, promoted);
        });
        double returnMillis = back ? (node.loop().ticker().nanoTime() - killed) / 1e6 : -1;
        waiting.onLoop(() -> writers.forEach(Writer::pause));
        waiting.pause(AFTER_SWITCH_MILLIS);
        Loss loss = promoted == null ? new Loss(-1, 0) : lossOn(promoted, keys, killed);
        boolean agree = back && promoted != null && digestsAgree(old, promoted);
        Round round = new Round(
                shard,
                specOf(old).name(),
                promoted == null || promoted.equals(old) ? "" : specOf(promoted).name(),
                events.millisSince(killed, "+sdown"),
                events.millisSince(killed, "+odown"),
                events.millisSince(killed, "+elected-leader"),
                events.millisSince(killed, "+promoted-slave"),
                events.millisSince(killed, "+switch-master"),
                served(killed, false),
                served ? served(killed, true) : -1,
                sum(Writer::sent) - sentBefore,
                sum(Writer::failed) - failedBefore,
                sum(Writer::sent) - sentBefore - (sum(Writer::failed) - failedBefore),
                loss.writes(),
                loss.oldestMillis(),
                (int) writers.stream().filter(Writer::wasDisconnected).count(),
                returnMillis,
                agree,
                faults(served, promoted, old, back, agree, loss));
        waiting.onLoop(() -> writers.forEach(Writer::resume));
        return round;
    }

    /** Kills a master and returns when; from its end on, the writers note when they are served again. */
    private long kill(ProcessHandle process, String shard, Set<String> keys) {
        EventLoop loop = node.loop();
        long[] killed = new long[1];
        waiting.onLoop(() -> {
            events.watch(shard);
            killed[0] = loop.ticker().nanoTime();
            process.destroyForcibly();
        });
        // Until the kernel has ended it, the old master may still acknowledge.
        process.onExit().thenRun(() -> loop.execute(() -> watch(keys)));
        return killed[0];
    }

    private void watch(Set<String> keys) {
        long now = node.loop().ticker().nanoTime();
        writers.forEach(writer -> writer.watch(keys, now));
    }

    private List<String> faults(
            boolean served,
            @org.jspecify.annotations.Nullable Endpoint promoted,
            Endpoint old,
            boolean back,
            boolean agree,
            Loss loss) {
        List<String> faults = new ArrayList<>();
        if (!served) {
            faults.add("not every proxy served a write to the shard within " + LONGEST_OUTAGE_MILLIS + " ms");
        }
        if (promoted == null || promoted.equals(old)) {
            faults.add("no replica was promoted");
        }
        if (!back) {
            faults.add("the old master did not come back as a replica within " + LONGEST_RETURN_MILLIS + " ms");
        } else if (!agree) {
            faults.add("old and new master do not have the same data");
        }
        if (loss.oldestMillis() > LOSS_WINDOW_MILLIS) {
            faults.add("a write acknowledged " + Math.round(loss.oldestMillis()) + " ms before the kill was lost");
        }
        long disconnected = writers.stream().filter(Writer::wasDisconnected).count();
        if (disconnected > 0) {
            faults.add(disconnected + " clients lost their connection to a proxy");
        }
        return faults;
    }

    private long sum(java.util.function.ToLongFunction<Writer> value) {
        return writers.stream().mapToLong(value).sum();
    }

    /** Milliseconds to the first acknowledged write, of the first writer or of the last. */
    private double served(long killedNanos, boolean last) {
        var times = writers.stream()
                .mapToLong(Writer::firstServedNanos)
                .filter(nanos -> nanos > killedNanos)
                .mapToDouble(nanos -> (nanos - killedNanos) / 1e6);
        return (last ? times.max() : times.min()).orElse(-1);
    }

    private NodeSpec specOf(Endpoint endpoint) {
        return topology.nodes().stream()
                .filter(spec -> spec.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(endpoint + " is no node of this stack"));
    }

    private void ask() {
        waiting.onLoop(this::askNow);
        waiting.pause(500);
    }

    private void askNow() {
        view.askAll(List.of(Program.REDIS_SERVER, Program.REDIS_SENTINEL), probe -> {});
    }

    private boolean isReplicaOf(Endpoint replica, @org.jspecify.annotations.Nullable Endpoint master) {
        for (Probe probe : view.probes()) {
            if (probe.node().endpoint().equals(replica)
                    && probe.last() instanceof NodeReport.Redis redis
                    && !redis.master()
                    && redis.linkUp()) {
                return master != null && master.equals(redis.follows());
            }
        }
        return false;
    }

    private Set<String> keysOn(Endpoint server) throws IOException {
        Set<String> keys = new HashSet<>();
        try (BlockingRespClient client = connect(server)) {
            for (Writer writer : writers) {
                for (int i = 0; i < Writer.KEYS; i++) {
                    String key = writer.key(i);
                    if (client.call("EXISTS", key).text().equals("1")) {
                        keys.add(key);
                    }
                }
            }
        }
        return keys;
    }

    private BlockingRespClient connect(Endpoint server) throws IOException {
        return BlockingRespClient.connect(node.network(), node.loop(), server, RespClient.Options.DEFAULT, PATIENCE);
    }

    /**
     * Acknowledged writes that are not there.
     *
     * @param writes how many
     * @param oldestMillis how long before the kill the oldest was acknowledged
     */
    private record Loss(long writes, double oldestMillis) {}

    /** Each write appended its number to a list, so what is missing there is lost. */
    private Loss lossOn(Endpoint master, Set<String> keys, long killedNanos) throws IOException {
        long writes = 0;
        double oldest = 0;
        try (BlockingRespClient client = connect(master)) {
            for (Writer writer : writers) {
                for (Map.Entry<String, List<Writer.Acknowledged>> entry :
                        writer.acknowledged().entrySet()) {
                    if (!keys.contains(entry.getKey())) {
                        continue;
                    }
                    Set<String> stored = new HashSet<>();
                    client.call("LRANGE", entry.getKey(), "0", "-1").list().forEach(value -> stored.add(value.text()));
                    for (Writer.Acknowledged write : entry.getValue()) {
                        if (!stored.contains(Long.toString(write.number()))) {
                            writes++;
                            oldest = Math.max(oldest, (killedNanos - write.nanos()) / 1e6);
                        }
                    }
                }
            }
        }
        return new Loss(writes, oldest);
    }

    private boolean digestsAgree(Endpoint a, Endpoint b) throws IOException {
        try (BlockingRespClient first = connect(a);
                BlockingRespClient second = connect(b)) {
            RespValue one = first.call("DEBUG", "DIGEST");
            return !one.isError()
                    && one.text().equals(second.call("DEBUG", "DIGEST").text());
        }
    }
}
