package org.backstay.redis.server;

import java.util.Set;
import java.util.function.Predicate;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandFlag;
import org.backstay.resp.command.CommandSpec;

/** A command of this server: its row, its handler and how it fared (INFO commandstats). Owned by the server's loop. */
public final class Command {
    /** Commands that do not write but of which replicas may have to hear all the same. */
    private static final Set<String> TOLD_TO_REPLICAS =
            Set.of("publish", "spublish", "pfcount", "eval", "evalsha", "fcall");

    private static final Set<String> SCRIPTS = Set.of("eval", "eval_ro", "evalsha", "evalsha_ro", "fcall", "fcall_ro");

    /** Commands that need no memory for data, but keep something on the Java heap for each word, or much of it for a while. */
    private static final Set<String> FILLS_HEAP =
            Set.of("subscribe", "psubscribe", "ssubscribe", "watch", "monitor", "sort", "sort_ro", "client|tracking");

    private static final Set<String> ARBITRARY_KEYS = Set.of("scan", "randomkey");

    private final CommandSpec spec;
    private final Handler handler;
    private final Predicate<Request> onlyReads;
    private final boolean write;
    private final boolean needsMemory;
    private final boolean mayReplicate;
    private final boolean touchesArbitraryKeys;
    private final boolean scripts;
    private final boolean executes;
    private final boolean fillsHeap;
    private final boolean fast;
    private final LatencyHistogram latency = new LatencyHistogram();
    private final boolean allowedWithoutAuthentication;
    private final boolean allowedWhileLoading;
    private final boolean allowedWhenStale;
    private long calls;
    private long nanos;
    private long rejected;
    private long failed;

    /** Binds a row to its handler. */
    public Command(CommandSpec spec, Handler handler) {
        this(spec, handler, request -> false);
    }

    /** Binds a row to its handler; of a command that may write, {@code onlyReads} says which requests promise not to. */
    public Command(CommandSpec spec, Handler handler, Predicate<Request> onlyReads) {
        this.spec = spec;
        this.handler = handler;
        this.onlyReads = onlyReads;
        this.write = spec.is(CommandFlag.WRITE);
        this.touchesArbitraryKeys = ARBITRARY_KEYS.contains(spec.fullName());
        this.fast = spec.is(CommandFlag.FAST);
        this.needsMemory = spec.is(CommandFlag.DENYOOM);
        this.mayReplicate = write || (spec.parent() == null && TOLD_TO_REPLICAS.contains(spec.name()));
        this.scripts = spec.parent() == null && SCRIPTS.contains(spec.name());
        this.executes = spec.name().equals("exec");
        this.fillsHeap = needsMemory || scripts || FILLS_HEAP.contains(spec.fullName());
        this.allowedWithoutAuthentication = spec.is(CommandFlag.NO_AUTH);
        this.allowedWhileLoading = spec.is(CommandFlag.LOADING);
        this.allowedWhenStale = spec.is(CommandFlag.STALE);
    }

    /** The command's row. */
    public CommandSpec spec() {
        return spec;
    }

    /** What it does. */
    public Handler handler() {
        return handler;
    }

    /** Whether it may change the keyspace. */
    public boolean isWrite() {
        return write;
    }

    /** Whether it looks at keys that nobody named, so that what it does to them belongs to no common unit. */
    boolean touchesArbitraryKeys() {
        return touchesArbitraryKeys;
    }

    /** Whether it is refused when memory is above its limit. */
    public boolean needsMemory() {
        return needsMemory;
    }

    /** Whether it is refused when the Java heap is nearly full. */
    boolean fillsHeap() {
        return fillsHeap;
    }

    /** Whether replicas may have to hear of it: a write, a message, a script. */
    boolean mayReplicate(Request request) {
        return mayReplicate && !onlyReads.test(request);
    }

    /** Whether it runs a script, which may take long. */
    boolean runsScripts() {
        return scripts;
    }

    /** Whether it is the command that executes a transaction. */
    boolean isExec() {
        return executes;
    }

    boolean allowedWithoutAuthentication() {
        return allowedWithoutAuthentication;
    }

    boolean allowedWhileLoading() {
        return allowedWhileLoading;
    }

    boolean allowedWhenStale() {
        return allowedWhenStale;
    }

    /** How often it took how long. */
    public LatencyHistogram latency() {
        return latency;
    }

    /** By which name it is remembered when it takes long. */
    String latencyEvent() {
        return fast ? LatencyMonitor.FAST_COMMAND : LatencyMonitor.COMMAND;
    }

    void called(long tookNanos, boolean withError) {
        calls++;
        nanos += tookNanos;
        if (withError) {
            failed++;
        }
    }

    /** A call that had to wait was answered. */
    void answeredLate(long tookNanos, boolean withError) {
        nanos += tookNanos;
        if (withError) {
            failed++;
        }
    }

    void rejected() {
        rejected++;
    }

    /** How often it ran. */
    public long calls() {
        return calls;
    }

    /** Microseconds it ran in all. */
    public long micros() {
        return nanos / 1_000;
    }

    /** How often it was refused before it ran. */
    public long rejectedCalls() {
        return rejected;
    }

    /** How often it ran and answered with an error. */
    public long failedCalls() {
        return failed;
    }

    /** Starts counting anew (CONFIG RESETSTAT). */
    public void resetStatistics() {
        latency.reset();
        calls = 0;
        nanos = 0;
        rejected = 0;
        failed = 0;
    }
}
