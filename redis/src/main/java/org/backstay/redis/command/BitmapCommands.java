package org.backstay.redis.command;

import static org.backstay.resp.command.BitmapRows.BITCOUNT;
import static org.backstay.resp.command.BitmapRows.BITOP;
import static org.backstay.resp.command.BitmapRows.BITPOS;
import static org.backstay.resp.command.BitmapRows.GETBIT;
import static org.backstay.resp.command.BitmapRows.SETBIT;

import org.backstay.base.memory.BitString;
import org.backstay.base.memory.BitString.Operation;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.LongText;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.memory.Slabs;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Strings as strings of bits: SETBIT, BITCOUNT, BITOP and their relatives. The bits are counted and combined where they lie. */
public final class BitmapCommands {
    private static final String BAD_OFFSET = "ERR bit offset is not an integer or out of range";
    private static final String BAD_BIT = "ERR bit is not an integer or out of range";

    private BitmapCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(SETBIT, BitmapCommands::setbit)
                .on(GETBIT, BitmapCommands::getbit)
                .on(BITCOUNT, BitmapCommands::bitcount)
                .on(BITPOS, BitmapCommands::bitpos)
                .on(BITOP, BitmapCommands::bitop);
    }

    /**
     * A bit's position.
     *
     * @param width what a leading {@code #} counts in; 0 if there may be none
     */
    static long offset(Call call, int argument, int width) {
        Request request = call.request();
        long address = request.address(argument);
        int length = request.length(argument);
        boolean counted = width > 0 && length > 0 && NativeMemory.getByte(address) == '#';
        int skipped = counted ? 1 : 0;
        if (!LongText.isLong(address + skipped, length - skipped)) {
            throw new CommandException(BAD_OFFSET);
        }
        long offset = LongText.parse(address + skipped, length - skipped) * (counted ? width : 1);
        long longest = Math.min(call.server().clients().limits().longestBulk(), Entry.MAX_STRING);
        if (offset < 0 || offset >>> 3 >= longest) {
            throw new CommandException(BAD_OFFSET);
        }
        return offset;
    }

    private static void setbit(Call call) {
        long offset = offset(call, 2, 0);
        int bit = (int) Arguments.integer(call.request(), 3, 0, 1, BAD_BIT);
        Entry before = Lookup.forWrite(call, 1, ValueType.STRING);
        int length = before == null ? 0 : before.stringLength();
        int needed = Math.max(length, (int) (offset >>> 3) + 1);
        Entry entry = WritableString.ofLength(call, 1, before, needed);
        long bits = entry.stringAddress();
        int was = BitString.get(bits, offset);
        if (was != bit || needed > length) {
            BitString.set(bits, offset, bit);
            call.changed(entry, KeyEvent.SETBIT);
        }
        call.reply().integer(was);
    }

    private static void getbit(Call call) {
        long offset = offset(call, 2, 0);
        Entry entry = Lookup.forRead(call, 1, ValueType.STRING);
        if (entry == null || offset >>> 3 >= entry.stringLength()) {
            call.reply().integer(0);
        } else {
            call.reply().integer(BitString.get(address(call, entry), offset));
        }
    }

    private static long address(Call call, Entry entry) {
        return call.server().values().textAddress(entry);
    }

    private static void bitcount(Call call) {
        Entry entry = Lookup.forRead(call, 1, ValueType.STRING);
        Request request = call.request();
        if (entry == null) {
            call.reply().integer(0);
            return;
        }
        if (request.size() == 2) {
            call.reply().integer(BitString.count(address(call, entry), entry.stringLength()));
            return;
        }
        if (request.size() == 3 || request.size() > 5) {
            throw Arguments.syntax();
        }
        long from = Arguments.integer(request, 2);
        long to = Arguments.integer(request, 3);
        if (from < 0 && to < 0 && from > to) {
            call.reply().integer(0);
            return;
        }
        BitRange range = BitRange.of(from, to, isInBits(request, 4), entry.stringLength());
        call.reply()
                .integer(
                        range.isEmpty()
                                ? 0
                                : BitString.countBetween(address(call, entry), range.first(), range.last()));
    }

    /** Whether a range is told in bits; BYTE is what it is if nothing is said. */
    private static boolean isInBits(Request request, int argument) {
        if (argument >= request.size()) {
            return false;
        }
        boolean bits = request.is(argument, "bit");
        if (!bits && !request.is(argument, "byte")) {
            throw Arguments.syntax();
        }
        return bits;
    }

    private static void bitpos(Call call) {
        Request request = call.request();
        int bit = bitArgument(request);
        Entry entry = Lookup.forRead(call, 1, ValueType.STRING);
        if (entry == null) {
            call.reply().integer(bit == 0 ? 0 : -1);
            return;
        }
        if (request.size() > 6) {
            throw Arguments.syntax();
        }
        BitRange range = searched(request, entry.stringLength());
        if (range.isEmpty()) {
            call.reply().integer(-1);
            return;
        }
        long found = BitString.find(address(call, entry), bit, range.first(), range.last());
        boolean openEnd = request.size() < 5;
        // Behind a string whose end was not named, zeros go on.
        call.reply().integer(found < 0 && bit == 0 && openEnd ? range.last() + 1 : found);
    }

    private static int bitArgument(Request request) {
        long bit = Arguments.integer(request, 2);
        if (bit != 0 && bit != 1) {
            throw new CommandException("ERR The bit argument must be 1 or 0.");
        }
        return (int) bit;
    }

    private static BitRange searched(Request request, int length) {
        long from = request.size() > 3 ? Arguments.integer(request, 3) : 0;
        boolean bits = isInBits(request, 5);
        long to = request.size() > 4 ? Arguments.integer(request, 4) : -1;
        return BitRange.of(from, to, bits, length);
    }

    private static void bitop(Call call) {
        Request request = call.request();
        Operation operation = operation(request);
        if (operation == null && request.size() != 4) {
            throw new CommandException("ERR BITOP NOT must be called with a single source key.");
        }
        int length = 0;
        for (int i = 3; i < request.size(); i++) {
            Entry source = Lookup.forRead(call, i, ValueType.STRING);
            length = source == null ? length : Math.max(length, source.stringLength());
        }
        if (length == 0) {
            call.delete(2);
        } else {
            store(call, operation, length);
        }
        call.reply().integer(length);
    }

    /** AND, OR or XOR; null for NOT. */
    private static @Nullable Operation operation(Request request) {
        if (request.is(1, "not")) {
            return null;
        }
        for (Operation operation : Operation.values()) {
            if (request.is(1, operation.word())) {
                return operation;
            }
        }
        throw Arguments.syntax();
    }

    /** The result is made apart from the target, which may be one of the sources. */
    private static void store(Call call, @Nullable Operation operation, int length) {
        Slabs slabs = call.server().keyspace().slabs();
        int result = slabs.alloc(length);
        try {
            long bits = slabs.address(result);
            combine(call, operation, bits, length);
            Entry target = WritableString.overwritten(call, 2, length);
            NativeMemory.copy(bits, target.stringAddress(), length);
            call.changed(target, KeyEvent.SET);
        } finally {
            slabs.free(result);
        }
    }

    private static void combine(Call call, @Nullable Operation operation, long result, int length) {
        Request request = call.request();
        for (int i = 3; i < request.size(); i++) {
            Entry source = call.database().peek(request.address(i), request.length(i));
            int there = source == null ? 0 : source.stringLength();
            long address = source == null ? 0 : address(call, source);
            if (i == 3) {
                NativeMemory.copy(address, result, there);
                NativeMemory.fill(result + there, (long) length - there, (byte) 0);
            } else if (operation != null) {
                BitString.combine(operation, result, address, there);
                if (operation == Operation.AND) {
                    NativeMemory.fill(result + there, (long) length - there, (byte) 0);
                }
            }
        }
        if (operation == null) {
            BitString.invert(result, length);
        }
    }
}
