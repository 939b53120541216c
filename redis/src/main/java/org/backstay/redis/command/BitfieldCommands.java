package org.backstay.redis.command;

import static org.backstay.resp.command.BitmapRows.BITFIELD;
import static org.backstay.resp.command.BitmapRows.BITFIELD_RO;

import java.util.ArrayList;
import java.util.List;
import org.backstay.base.memory.BitString;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.redis.command.BitfieldOperation.Kind;
import org.backstay.redis.command.BitfieldOperation.Overflow;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Integers of any width inside strings: BITFIELD and BITFIELD_RO. */
public final class BitfieldCommands {
    private BitfieldCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(BITFIELD, call -> run(call, true)).on(BITFIELD_RO, call -> run(call, false));
    }

    private static void run(Call call, boolean mayWrite) {
        List<BitfieldOperation> operations = parse(call);
        long lastWritten = -1;
        for (BitfieldOperation operation : operations) {
            if (operation.kind() != Kind.GET) {
                lastWritten = Math.max(lastWritten, operation.lastBit());
            }
        }
        if (lastWritten < 0) {
            read(call, operations);
        } else if (mayWrite) {
            write(call, operations, (int) (lastWritten >>> 3) + 1);
        } else {
            throw new CommandException("ERR BITFIELD_RO only supports the GET subcommand");
        }
    }

    private static List<BitfieldOperation> parse(Call call) {
        Request request = call.request();
        List<BitfieldOperation> operations = new ArrayList<>();
        Overflow overflow = Overflow.WRAP;
        int at = 2;
        while (at < request.size()) {
            if (request.is(at, "overflow") && at + 1 < request.size()) {
                overflow = overflow(request, at + 1);
                at += 2;
            } else {
                BitfieldOperation operation = BitfieldOperation.parse(call, at, kind(request, at), overflow);
                operations.add(operation);
                at += operation.words();
            }
        }
        return operations;
    }

    private static Kind kind(Request request, int at) {
        int behind = request.size() - at - 1;
        if (request.is(at, "get") && behind >= 2) {
            return Kind.GET;
        }
        if (request.is(at, "set") && behind >= 3) {
            return Kind.SET;
        }
        if (request.is(at, "incrby") && behind >= 3) {
            return Kind.INCRBY;
        }
        throw Arguments.syntax();
    }

    private static Overflow overflow(Request request, int at) {
        if (request.is(at, "wrap")) {
            return Overflow.WRAP;
        }
        if (request.is(at, "sat")) {
            return Overflow.SAT;
        }
        if (request.is(at, "fail")) {
            return Overflow.FAIL;
        }
        throw new CommandException("ERR Invalid OVERFLOW type specified");
    }

    private static void read(Call call, List<BitfieldOperation> operations) {
        @Nullable Entry entry = Lookup.forRead(call, 1, ValueType.STRING);
        long address = entry == null ? 0 : call.server().values().textAddress(entry);
        int length = entry == null ? 0 : entry.stringLength();
        call.reply().array(operations.size());
        for (BitfieldOperation operation : operations) {
            call.reply().integer(get(operation, address, length));
        }
    }

    private static long get(BitfieldOperation operation, long address, int length) {
        return operation.number(BitString.field(address, length, operation.offset(), operation.width()));
    }

    private static void write(Call call, List<BitfieldOperation> operations, int bytes) {
        Entry before = Lookup.forWrite(call, 1, ValueType.STRING);
        int lengthBefore = before == null ? 0 : before.stringLength();
        int length = Math.max(lengthBefore, bytes);
        Entry entry = WritableString.ofLength(call, 1, before, length);
        long address = entry.stringAddress();
        boolean changed = false;
        call.reply().array(operations.size());
        for (BitfieldOperation operation : operations) {
            long old = get(operation, address, length);
            if (operation.kind() == Kind.GET) {
                call.reply().integer(old);
                continue;
            }
            int overflowed = operation.overflowOf(old);
            if (overflowed != 0 && operation.overflow() == Overflow.FAIL) {
                call.reply().nil();
                continue;
            }
            long now = operation.after(old, overflowed);
            BitString.setField(address, operation.offset(), operation.width(), now);
            call.reply().integer(operation.kind() == Kind.SET ? old : now);
            changed |= length > lengthBefore || now != old;
        }
        if (changed) {
            call.changed(entry, KeyEvent.SETBIT);
        }
    }
}
