package org.backstay.redis.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.backstay.base.bytes.ByteString;
import org.backstay.resp.command.CommandFlag;

/** The last commands that took longer than {@code slowlog-log-slower-than}. Owned by the server's loop. */
public final class SlowLog {
    private static final int MOST_ARGUMENTS = 32;
    private static final int LONGEST_ARGUMENT = 128;

    /**
     * A slow command.
     *
     * @param id a number never used twice
     * @param seconds when, since the epoch
     * @param micros how long it took
     * @param arguments the command, shortened
     * @param peer the client's address
     * @param clientName the client's name
     */
    public record Slow(
            long id, long seconds, long micros, List<ByteString> arguments, String peer, ByteString clientName) {}

    private final Deque<Slow> entries = new ArrayDeque<>();
    private long nextId;
    private long thresholdNanos;
    private int mostEntries;

    /**
     * Sets what is kept.
     *
     * @param thresholdMicros commands that took as long are kept; negative keeps none
     * @param most how many are kept
     */
    public void limit(long thresholdMicros, int most) {
        thresholdNanos = thresholdMicros < 0 ? Long.MAX_VALUE : thresholdMicros * 1_000;
        mostEntries = most;
        shorten();
    }

    void consider(Call call, long tookNanos) {
        if (tookNanos < thresholdNanos || call.command().spec().is(CommandFlag.SKIP_SLOWLOG)) {
            return;
        }
        entries.addFirst(new Slow(
                nextId++,
                call.server().time().seconds(),
                tookNanos / 1_000,
                shortened(call),
                Peers.of(call.client().channel()),
                call.client().name()));
        shorten();
    }

    private static List<ByteString> shortened(Call call) {
        int size = call.request().size();
        int shown = size > MOST_ARGUMENTS ? MOST_ARGUMENTS - 1 : size;
        List<ByteString> arguments = call.shownArguments(shown);
        arguments.replaceAll(SlowLog::shortened);
        if (shown < size) {
            arguments.add(ByteString.of("... (" + (size - shown) + " more arguments)"));
        }
        return arguments;
    }

    private static ByteString shortened(ByteString argument) {
        if (argument.length() <= LONGEST_ARGUMENT) {
            return argument;
        }
        String rest = "... (" + (argument.length() - LONGEST_ARGUMENT) + " more bytes)";
        return ByteString.wrap((new String(argument.array(), 0, LONGEST_ARGUMENT, StandardCharsets.ISO_8859_1) + rest)
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private void shorten() {
        while (entries.size() > mostEntries) {
            entries.removeLast();
        }
    }

    /** The entries, newest first. */
    public Collection<Slow> entries() {
        return entries;
    }

    /** Forgets all entries. */
    public void reset() {
        entries.clear();
    }
}
