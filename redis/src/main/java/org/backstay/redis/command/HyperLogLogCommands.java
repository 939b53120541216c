package org.backstay.redis.command;

import static org.backstay.resp.command.HyperLogLogRows.PFADD;
import static org.backstay.resp.command.HyperLogLogRows.PFCOUNT;
import static org.backstay.resp.command.HyperLogLogRows.PFDEBUG;
import static org.backstay.resp.command.HyperLogLogRows.PFMERGE;
import static org.backstay.resp.command.HyperLogLogRows.PFSELFTEST;

import java.util.Objects;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.hyperloglog.DenseRegisters;
import org.backstay.redis.hyperloglog.Estimator;
import org.backstay.redis.hyperloglog.SelfTest;
import org.backstay.redis.hyperloglog.Sketch;
import org.backstay.redis.hyperloglog.SparseRegisters;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** HyperLogLogs: strings that count how many different elements there were. */
public final class HyperLogLogCommands {
    private static final String CORRUPT = "INVALIDOBJ Corrupted HLL object detected";
    private static final String NONE = "WRONGTYPE Key is not a valid HyperLogLog string value.";

    private HyperLogLogCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(PFADD, HyperLogLogCommands::pfadd)
                .on(PFCOUNT, HyperLogLogCommands::pfcount)
                .on(PFMERGE, HyperLogLogCommands::pfmerge)
                .on(PFDEBUG, HyperLogLogCommands::pfdebug)
                .on(PFSELFTEST, HyperLogLogCommands::pfselftest);
    }

    /** The HyperLogLog at a key for reading, or null. */
    private static @Nullable Entry forRead(Call call, int argument) {
        return checked(Lookup.forRead(call, argument, ValueType.STRING));
    }

    /** The HyperLogLog at a key for changing, or null. */
    private static @Nullable Entry forWrite(Call call, int argument) {
        Entry entry = checked(Lookup.forWrite(call, argument, ValueType.STRING));
        if (entry != null && entry.encoding() != Encoding.RAW) {
            call.database().resizeString(entry, entry.stringLength());
        }
        return entry;
    }

    private static @Nullable Entry checked(@Nullable Entry entry) {
        if (entry != null && (entry.isInteger() || !Sketch.isSketch(entry.stringAddress(), entry.stringLength()))) {
            throw new CommandException(NONE);
        }
        return entry;
    }

    private static Entry create(Call call, int argument) {
        Entry entry = WritableString.overwritten(call, argument, Sketch.EMPTY_BYTES);
        Sketch.create(entry.stringAddress());
        return entry;
    }

    private static void pfadd(Call call) {
        Request request = call.request();
        Entry before = forWrite(call, 1);
        Entry entry = before == null ? create(call, 1) : before;
        boolean changed = before == null;
        for (int i = 2; i < request.size(); i++) {
            long hash = Sketch.hash(request.address(i), request.length(i));
            changed |= raise(call, entry, Sketch.register(hash), Sketch.rank(hash));
        }
        if (changed) {
            Sketch.invalidate(entry.stringAddress());
            call.changed(entry, KeyEvent.PFADD);
        }
        call.reply().integer(changed ? 1 : 0);
    }

    /** Raises a register to a value; whether it was lower. Sparse registers become dense when they must. */
    private static boolean raise(Call call, Entry entry, int register, int value) {
        if (Sketch.isDense(entry.stringAddress())) {
            return DenseRegisters.raise(Sketch.registers(entry.stringAddress()), register, value);
        }
        int length = entry.stringLength();
        long roomy = call.database().resizeString(entry, length + SparseRegisters.GROWTH);
        long limit = call.server().settings().get(RedisDirectives.HLL_SPARSE_MAX_BYTES);
        int after = SparseRegisters.raise(
                Sketch.registers(roomy), length - Sketch.HEADER_BYTES, register, value, limit - Sketch.HEADER_BYTES);
        call.database().resizeString(entry, after > 0 ? Sketch.HEADER_BYTES + after : length);
        if (after == SparseRegisters.CORRUPT) {
            throw new CommandException(CORRUPT);
        }
        if (after == SparseRegisters.TOO_LARGE) {
            makeDense(call, entry);
            return DenseRegisters.raise(Sketch.registers(entry.stringAddress()), register, value);
        }
        return after != SparseRegisters.UNCHANGED;
    }

    private static void makeDense(Call call, Entry entry) {
        byte[] registers = new byte[Sketch.REGISTERS];
        merge(registers, entry);
        Sketch.makeDense(call.database().resizeString(entry, Sketch.DENSE_BYTES), registers);
    }

    private static void merge(byte[] registers, Entry entry) {
        if (!Sketch.mergeInto(registers, entry.stringAddress(), entry.stringLength())) {
            throw new CommandException(CORRUPT);
        }
    }

    private static void pfcount(Call call) {
        if (call.request().size() > 2) {
            call.reply().integer(Estimator.cardinality(union(call, 1)));
            return;
        }
        Entry entry = forRead(call, 1);
        if (entry == null) {
            call.reply().integer(0);
            return;
        }
        if (!Sketch.isCached(entry.stringAddress())) {
            count(call);
        }
        call.reply().integer(Sketch.cachedCardinality(entry.stringAddress()));
    }

    /** Counts anew and keeps the result in the string: a change, though the command reads, of which replicas learn. */
    private static void count(Call call) {
        Entry entry = Objects.requireNonNull(forWrite(call, 1));
        long cardinality = Sketch.count(entry.stringAddress(), entry.stringLength());
        if (cardinality < 0) {
            throw new CommandException(CORRUPT);
        }
        Sketch.cache(entry.stringAddress(), cardinality);
        call.database().changed(entry);
        call.propagateAlways();
    }

    /** The highest registers of the HyperLogLogs at all keys from an argument on. */
    private static byte[] union(Call call, int from) {
        byte[] registers = new byte[Sketch.REGISTERS];
        for (int i = from; i < call.request().size(); i++) {
            Entry entry = forRead(call, i);
            if (entry != null) {
                merge(registers, entry);
            }
        }
        return registers;
    }

    private static void pfmerge(Call call) {
        byte[] registers = union(call, 1);
        boolean dense = isAnyDense(call);
        Entry before = forWrite(call, 1);
        Entry entry = before == null ? create(call, 1) : before;
        if (dense && !Sketch.isDense(entry.stringAddress())) {
            makeDense(call, entry);
        }
        for (int i = 0; i < registers.length; i++) {
            if (registers[i] > 0) {
                raise(call, entry, i, registers[i]);
            }
        }
        Sketch.invalidate(entry.stringAddress());
        call.changed(entry, KeyEvent.PFADD);
        call.reply().ok();
    }

    private static boolean isAnyDense(Call call) {
        for (int i = 1; i < call.request().size(); i++) {
            Entry entry = call.database()
                    .peek(call.request().address(i), call.request().length(i));
            if (entry != null && Sketch.isDense(entry.stringAddress())) {
                return true;
            }
        }
        return false;
    }

    private static void pfdebug(Call call) {
        Request request = call.request();
        Entry entry = forWrite(call, 2);
        if (entry == null) {
            throw new CommandException("ERR The specified key does not exist");
        }
        if (request.is(1, "getreg")) {
            expand(call, entry);
            showRegisters(call, entry);
        } else if (request.is(1, "decode")) {
            decode(call, entry);
        } else if (request.is(1, "encoding")) {
            call.reply().simple(Sketch.isDense(entry.stringAddress()) ? "dense" : "sparse");
        } else if (request.is(1, "todense")) {
            call.reply().integer(expand(call, entry) ? 1 : 0);
        } else {
            throw new CommandException("ERR Unknown PFDEBUG subcommand '" + Arguments.shown(request, 1) + "'");
        }
    }

    /** Makes sparse registers dense; whether they were sparse. */
    private static boolean expand(Call call, Entry entry) {
        if (Sketch.isDense(entry.stringAddress())) {
            return false;
        }
        makeDense(call, entry);
        call.database().changed(entry);
        return true;
    }

    private static void showRegisters(Call call, Entry entry) {
        call.reply().array(Sketch.REGISTERS);
        for (int i = 0; i < Sketch.REGISTERS; i++) {
            call.reply().integer(DenseRegisters.get(Sketch.registers(entry.stringAddress()), i));
        }
    }

    private static void decode(Call call, Entry entry) {
        long address = entry.stringAddress();
        if (Sketch.isDense(address)) {
            throw new CommandException("ERR HLL encoding is not sparse");
        }
        call.reply()
                .bulk(SparseRegisters.describe(Sketch.registers(address), entry.stringLength() - Sketch.HEADER_BYTES));
    }

    private static void pfselftest(Call call) {
        String flaw = SelfTest.run(
                call.server().node().random(), call.server().settings().get(RedisDirectives.HLL_SPARSE_MAX_BYTES));
        if (flaw == null) {
            call.reply().ok();
        } else {
            throw new CommandException("ERR " + flaw);
        }
    }
}
