package org.backstay.redis.command;

import static org.backstay.resp.command.GenericRows.OBJECT;
import static org.backstay.resp.command.GenericRows.OBJECT_ENCODING;
import static org.backstay.resp.command.GenericRows.OBJECT_FREQ;
import static org.backstay.resp.command.GenericRows.OBJECT_IDLETIME;
import static org.backstay.resp.command.GenericRows.OBJECT_REFCOUNT;

import java.util.function.Consumer;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.EvictionPolicy;
import org.backstay.redis.config.MemoryDirectives;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;

/** OBJECT: how a value lies in memory, and how its key is used. */
final class ObjectCommands {
    /** The original shares one object for each of these integers, and says so by a reference count that never falls. */
    private static final long SHARED_INTEGERS = 10_000;

    private static final String ADJUSTS =
            " Please note that when switching between policies at runtime LRU and LFU data will take"
                    + " some time to adjust.";

    private ObjectCommands() {}

    /** Binds the family. */
    static void bind(Handlers handlers) {
        handlers.container(OBJECT)
                .on(
                        OBJECT_ENCODING,
                        call -> show(
                                call,
                                entry -> call.reply().bulk(entry.encoding().text())))
                .on(OBJECT_REFCOUNT, call -> show(call, entry -> call.reply().integer(references(call, entry))))
                .on(OBJECT_IDLETIME, call -> show(call, entry -> idleTime(call, entry)))
                .on(OBJECT_FREQ, call -> show(call, entry -> frequency(call, entry)));
    }

    private static void show(Call call, Consumer<Entry> how) {
        Entry entry =
                call.database().peek(call.request().address(2), call.request().length(2));
        if (entry == null) {
            call.reply().nil();
        } else {
            how.accept(entry);
        }
    }

    private static EvictionPolicy policy(Call call) {
        return call.server().settings().get(MemoryDirectives.MAXMEMORY_POLICY);
    }

    private static long references(Call call, Entry entry) {
        boolean small = entry.encoding() == org.backstay.keyspace.Encoding.INT
                && entry.longValue() >= 0
                && entry.longValue() < SHARED_INTEGERS;
        boolean judgesUse = policy(call).countsAccesses() || policy(call).judgesIdleTime();
        boolean shares = call.server().settings().get(MemoryDirectives.MAXMEMORY) == 0 || !judgesUse;
        return small && shares ? Integer.MAX_VALUE : 1;
    }

    private static void idleTime(Call call, Entry entry) {
        if (policy(call).countsAccesses()) {
            throw new CommandException("ERR An LFU maxmemory policy is selected, idle time not tracked." + ADJUSTS);
        }
        call.reply().integer(call.server().keyspace().idleClock().idleSeconds(entry.accessClock()));
    }

    private static void frequency(Call call, Entry entry) {
        if (!policy(call).countsAccesses()) {
            throw new CommandException(
                    "ERR An LFU maxmemory policy is not selected, access frequency not tracked." + ADJUSTS);
        }
        call.reply().integer(call.server().keyspace().frequencyClock().frequency(entry.accessClock()));
    }
}
