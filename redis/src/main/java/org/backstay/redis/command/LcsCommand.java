package org.backstay.redis.command;

import static org.backstay.resp.command.StringRows.LCS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** LCS: the longest common subsequence of two strings, by the usual table, which lies outside the heap. */
final class LcsCommand {
    /** The table takes four bytes for each pair of bytes: strings of 16 KB each, for one. */
    private static final long MOST_TABLE_BYTES = 1L << 30;

    private LcsCommand() {}

    /** Binds the command. */
    static void bind(Handlers handlers) {
        handlers.on(LCS, LcsCommand::lcs);
    }

    /** What is asked: the subsequence, its length only, or where it lies. */
    private record Options(boolean length, boolean indexes, long leastMatch, boolean withLengths) {
        static Options parse(Request request) {
            boolean length = false;
            boolean indexes = false;
            boolean withLengths = false;
            long leastMatch = 0;
            for (int i = 3; i < request.size(); i++) {
                if (request.is(i, "idx")) {
                    indexes = true;
                } else if (request.is(i, "len")) {
                    length = true;
                } else if (request.is(i, "withmatchlen")) {
                    withLengths = true;
                } else if (request.is(i, "minmatchlen") && i + 1 < request.size()) {
                    leastMatch = Math.max(Arguments.integer(request, ++i), 0);
                } else {
                    throw Arguments.syntax();
                }
            }
            if (length && indexes) {
                throw new CommandException("ERR If you want both the length and indexes, please just use IDX.");
            }
            return new Options(length, indexes, leastMatch, withLengths);
        }
    }

    /** A stretch that both strings have: where it begins and ends in each, ends included. */
    private record Match(int firstA, int lastA, int firstB, int lastB) {
        int length() {
            return lastA - firstA + 1;
        }

        boolean isExtendedBy(int a, int b) {
            return firstA == a + 1 && firstB == b + 1;
        }
    }

    /** The table of the lengths of the longest common subsequences of all beginnings. */
    private record Lengths(byte[] a, byte[] b, MemorySegment cells) {
        int at(int i, int j) {
            return i == 0 || j == 0 ? 0 : cells.getAtIndex(ValueLayout.JAVA_INT, index(i, j));
        }

        private long index(int i, int j) {
            return (long) (i - 1) * b.length + (j - 1);
        }

        void fill() {
            for (int i = 1; i <= a.length; i++) {
                for (int j = 1; j <= b.length; j++) {
                    int length = a[i - 1] == b[j - 1] ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
                    cells.setAtIndex(ValueLayout.JAVA_INT, index(i, j), length);
                }
            }
        }

        /** The stretches of the subsequence, from the last to the first. */
        List<Match> matches() {
            List<Match> matches = new ArrayList<>();
            Match open = null;
            int i = a.length;
            int j = b.length;
            while (i > 0 && j > 0) {
                if (a[i - 1] == b[j - 1]) {
                    i--;
                    j--;
                    open = open != null && open.isExtendedBy(i, j)
                            ? new Match(i, open.lastA(), j, open.lastB())
                            : new Match(i, i, j, j);
                    continue;
                }
                if (open != null) {
                    matches.add(open);
                    open = null;
                }
                if (at(i - 1, j) > at(i, j - 1)) {
                    i--;
                } else {
                    j--;
                }
            }
            if (open != null) {
                matches.add(open);
            }
            return matches;
        }
    }

    private static void lcs(Call call) {
        Entry first = peek(call, 1, call.server().values().otherEntry());
        Entry second = peek(call, 2, call.server().values().thirdEntry());
        if (isOther(first) || isOther(second)) {
            throw new CommandException("ERR The specified keys must contain string values");
        }
        Options options = Options.parse(call.request());
        byte[] a = first == null ? new byte[0] : first.string();
        byte[] b = second == null ? new byte[0] : second.string();
        long bytes = (long) a.length * b.length * Integer.BYTES;
        if (bytes > MOST_TABLE_BYTES) {
            throw new CommandException("ERR Insufficient memory, failed allocating transient memory for LCS");
        }
        try (Arena arena = Arena.ofConfined()) {
            Lengths lengths = new Lengths(a, b, arena.allocate(bytes, Integer.BYTES));
            lengths.fill();
            reply(call.reply(), lengths, options);
        }
    }

    private static @Nullable Entry peek(Call call, int argument, Entry into) {
        return call.database()
                .forRead(call.request().address(argument), call.request().length(argument), into);
    }

    private static boolean isOther(@Nullable Entry entry) {
        return entry != null && entry.type() != ValueType.STRING;
    }

    private static void reply(ReplyWriter reply, Lengths lengths, Options options) {
        int length = lengths.at(lengths.a().length, lengths.b().length);
        if (options.length()) {
            reply.integer(length);
        } else if (options.indexes()) {
            replyIndexes(reply, lengths.matches(), length, options);
        } else {
            reply.bulk(text(lengths, length));
        }
    }

    private static byte[] text(Lengths lengths, int length) {
        byte[] text = new byte[length];
        int end = length;
        for (Match match : lengths.matches()) {
            end -= match.length();
            System.arraycopy(lengths.a(), match.firstA(), text, end, match.length());
        }
        return text;
    }

    private static void replyIndexes(ReplyWriter reply, List<Match> matches, int length, Options options) {
        List<Match> shown = matches.stream()
                .filter(match -> match.length() >= options.leastMatch())
                .toList();
        reply.map(2);
        reply.bulk("matches");
        reply.array(shown.size());
        for (Match match : shown) {
            reply.array(options.withLengths() ? 3 : 2);
            range(reply, match.firstA(), match.lastA());
            range(reply, match.firstB(), match.lastB());
            if (options.withLengths()) {
                reply.integer(match.length());
            }
        }
        reply.bulk("len");
        reply.integer(length);
    }

    private static void range(ReplyWriter reply, int first, int last) {
        reply.array(2);
        reply.integer(first);
        reply.integer(last);
    }
}
