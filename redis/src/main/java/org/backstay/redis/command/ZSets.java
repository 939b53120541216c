package org.backstay.redis.command;

import java.math.BigDecimal;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.DoubleText;
import org.backstay.base.number.ExtendedDecimal;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.LexRange;
import org.backstay.keyspace.types.LexRange.Kind;
import org.backstay.keyspace.types.LexRange.Limit;
import org.backstay.keyspace.types.ScoreRange;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** What the sorted set commands share: finding the set, reading scores and ranges. Stateless. */
final class ZSets {
    private ZSets() {}

    static @Nullable ZSetValue forRead(Call call, int argument) {
        return attached(call, Lookup.forRead(call, argument, ValueType.ZSET));
    }

    static @Nullable ZSetValue attached(Call call, @Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        ZSetValue zset = call.server().values().zset();
        zset.attach(entry);
        return zset;
    }

    /** Makes the key in an argument with an empty sorted set. */
    static Entry create(Call call, ZSetValue zset, int key) {
        zset.create();
        return call.database()
                .add(
                        call.request().address(key),
                        call.request().length(key),
                        ValueType.ZSET,
                        zset.encoding(),
                        zset.root());
    }

    static double score(Request request, int i) {
        double score = DoubleText.parse(request.address(i), request.length(i));
        if (Double.isNaN(score)) {
            throw new CommandException(ErrorReplies.NOT_A_FLOAT);
        }
        return score;
    }

    /** {@code 1}, {@code (1}, {@code -inf}. */
    static ScoreRange scoreRange(Request request, int min, int max) {
        return new ScoreRange(
                limit(request, min), isExclusive(request, min), limit(request, max), isExclusive(request, max));
    }

    private static boolean isExclusive(Request request, int i) {
        return request.length(i) > 0 && NativeMemory.getByte(request.address(i)) == '(';
    }

    private static double limit(Request request, int i) {
        int skipped = isExclusive(request, i) ? 1 : 0;
        long begin = request.address(i) + skipped;
        int length = untilZero(begin, request.length(i) - skipped);
        if (length == 0) {
            return 0; // no digits at all are zero, as strtod has it
        }
        int blanks = blanks(begin, length);
        double limit = DoubleText.parse(begin + blanks, length - blanks);
        BigDecimal beyond = Double.isNaN(limit) ? ExtendedDecimal.parse(begin + blanks, length - blanks) : null;
        if (beyond != null) {
            return beyond.signum() * Double.POSITIVE_INFINITY;
        }
        if (Double.isNaN(limit)) {
            throw new CommandException("ERR min or max is not a float");
        }
        return limit;
    }

    /** How many bytes stand before the first zero, where the C library ends. */
    private static int untilZero(long address, int length) {
        for (int i = 0; i < length; i++) {
            if (NativeMemory.getByte(address + i) == 0) {
                return i;
            }
        }
        return length;
    }

    /** How many blanks it passes over. */
    private static int blanks(long address, int length) {
        int blanks = 0;
        while (blanks < length && Character.isWhitespace(NativeMemory.getByte(address + blanks))) {
            blanks++;
        }
        return blanks;
    }

    /** {@code -}, {@code +}, {@code [text}, {@code (text}. */
    static LexRange lexRange(Request request, int min, int max) {
        return new LexRange(lexLimit(request, min), lexLimit(request, max));
    }

    private static Limit lexLimit(Request request, int i) {
        int length = request.length(i);
        byte first = length == 0 ? 0 : NativeMemory.getByte(request.address(i));
        if (first == '[' || first == '(') {
            return new Limit(first == '[' ? Kind.INCLUSIVE : Kind.EXCLUSIVE, request.address(i) + 1, length - 1);
        }
        if (length == 1 && first == '-') {
            return Limit.FIRST;
        }
        if (length == 1 && first == '+') {
            return Limit.LAST;
        }
        throw new CommandException("ERR min or max not valid string range item");
    }
}
