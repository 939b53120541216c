package org.backstay.redis.command;

import static org.backstay.resp.command.SetRows.SDIFF;
import static org.backstay.resp.command.SetRows.SDIFFSTORE;
import static org.backstay.resp.command.SetRows.SINTER;
import static org.backstay.resp.command.SetRows.SINTERCARD;
import static org.backstay.resp.command.SetRows.SINTERSTORE;
import static org.backstay.resp.command.SetRows.SUNION;
import static org.backstay.resp.command.SetRows.SUNIONSTORE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Unions, intersections and differences of sets. */
final class SetAlgebraCommands {
    /** Builds the answer from the sources, in the order of the arguments; a source that is not there is null. */
    private interface Algebra {
        void into(SetValue result, List<@Nullable SetValue> sources, ElementView element);
    }

    private SetAlgebraCommands() {}

    static void bind(Handlers handlers) {
        handlers.on(SUNION, call -> reply(call, SetAlgebraCommands::union))
                .on(SINTER, call -> reply(call, SetAlgebraCommands::intersection))
                .on(SDIFF, call -> reply(call, SetAlgebraCommands::difference))
                .on(SUNIONSTORE, call -> store(call, SetAlgebraCommands::union, KeyEvent.SUNIONSTORE))
                .on(SINTERSTORE, call -> store(call, SetAlgebraCommands::intersection, KeyEvent.SINTERSTORE))
                .on(SDIFFSTORE, call -> store(call, SetAlgebraCommands::difference, KeyEvent.SDIFFSTORE))
                .on(SINTERCARD, SetAlgebraCommands::sintercard);
    }

    private static void union(SetValue result, List<@Nullable SetValue> sources, ElementView element) {
        for (SetValue source : sources) {
            if (source == null) {
                continue;
            }
            source.rewind();
            while (source.next(element)) {
                result.add(element);
            }
        }
    }

    private static void difference(SetValue result, List<@Nullable SetValue> sources, ElementView element) {
        SetValue first = sources.getFirst();
        if (first == null) {
            return;
        }
        first.rewind();
        while (first.next(element)) {
            boolean elsewhere = false;
            for (int i = 1; i < sources.size() && !elsewhere; i++) {
                SetValue other = sources.get(i);
                elsewhere = other != null && other.contains(element);
            }
            if (!elsewhere) {
                result.add(element);
            }
        }
    }

    private static void intersection(SetValue result, List<@Nullable SetValue> sources, ElementView element) {
        forEachCommon(sources, element, Long.MAX_VALUE, () -> result.add(element));
    }

    /** Walks the smallest source and tells of each member that all have; returns how many there were. */
    private static long forEachCommon(
            List<@Nullable SetValue> sources, ElementView element, long limit, Runnable found) {
        List<SetValue> sorted = new ArrayList<>();
        for (SetValue source : sources) {
            if (source == null) {
                return 0;
            }
            sorted.add(source);
        }
        sorted.sort(Comparator.comparingLong(SetValue::size));
        long common = 0;
        SetValue smallest = sorted.getFirst();
        smallest.rewind();
        while (common < limit && smallest.next(element)) {
            boolean everywhere = true;
            for (int i = 1; i < sorted.size() && everywhere; i++) {
                everywhere = sorted.get(i).contains(element);
            }
            if (everywhere) {
                common++;
                found.run();
            }
        }
        return common;
    }

    private static List<@Nullable SetValue> sources(Call call, int from, int to) {
        List<@Nullable SetValue> sources = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            Entry entry = Lookup.forRead(call, i, ValueType.SET);
            SetValue source = null;
            if (entry != null) {
                source = new SetValue(call.server().collections());
                source.attach(entry.encoding(), entry.root());
            }
            sources.add(source);
        }
        return sources;
    }

    /** A set that belongs to no key, filled by the algebra; the caller stores or frees it. */
    private static SetValue result(Call call, Algebra algebra, List<@Nullable SetValue> sources) {
        SetValue result = call.server().values().set();
        result.create();
        algebra.into(result, sources, call.server().values().element());
        return result;
    }

    private static void reply(Call call, Algebra algebra) {
        SetValue result = result(call, algebra, sources(call, 1, call.request().size()));
        ElementView element = call.server().values().element();
        call.reply().set((int) result.size());
        result.rewind();
        while (result.next(element)) {
            Elements.reply(call.reply(), element);
        }
        result.free();
    }

    private static void store(Call call, Algebra algebra, KeyEvent event) {
        Request request = call.request();
        SetValue result = result(call, algebra, sources(call, 2, request.size()));
        long size = result.size();
        if (size == 0) {
            call.delete(1);
            result.free();
        } else {
            call.database().delete(request.address(1), request.length(1));
            Entry entry = call.database()
                    .add(request.address(1), request.length(1), ValueType.SET, result.encoding(), result.root());
            call.changed(entry, event);
        }
        call.reply().integer(size);
    }

    /** {@code SINTERCARD numkeys key [key ...] [LIMIT limit]}. */
    private static void sintercard(Call call) {
        Request request = call.request();
        long keys = Arguments.integer(request, 1, 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
        Arguments.integer(
                request, 1, 1, request.size() - 2L, "ERR Number of keys can't be greater than number of args");
        int end = 2 + (int) keys;
        long most = Arguments.limitFrom(request, end);
        call.reply()
                .integer(forEachCommon(
                        sources(call, 2, end), call.server().values().element(), most, () -> {}));
    }
}
