package org.backstay.redis.command;

import static org.backstay.resp.command.GenericRows.SORT;
import static org.backstay.resp.command.GenericRows.SORT_RO;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.backstay.base.number.DoubleText;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** SORT: the elements of a list, set or sorted set in order, or what they name; sorted on the heap. */
final class SortCommands {
    private static final byte[] NOTHING = {};

    private SortCommands() {}

    /** Binds the family. */
    static void bind(Handlers handlers) {
        handlers.on(SORT, call -> sort(call, false)).on(SORT_RO, call -> sort(call, true));
    }

    /**
     * An element and what it is sorted by.
     *
     * @param score its number, when sorted by numbers
     * @param text its bytes, when sorted by bytes; null comes first
     */
    private record Item(byte[] element, double score, byte @Nullable [] text) {}

    private static void sort(Call call, boolean readOnly) {
        SortOptions options = SortOptions.parse(call.request(), readOnly);
        options.admit(call);
        Entry entry = call.database()
                .forRead(call.request().address(1), call.request().length(1));
        boolean stores = options.storeAt() > 0;
        List<byte[]> elements = entry == null ? List.of() : elements(call, entry);
        // A set has no order to keep; replicas, the log and scripts must not see one by chance.
        boolean unordered = entry != null && entry.type() == ValueType.SET;
        if (!options.keepsOrder()) {
            elements = sorted(call, elements, options);
        } else if (unordered && (stores || call.isOfScript())) {
            elements = new ArrayList<>(elements);
            elements.sort(
                    options.descending() ? Collections.reverseOrder(Arrays::compareUnsigned) : Arrays::compareUnsigned);
        } else if (options.descending() && !unordered) {
            elements = elements.reversed();
        }
        List<byte[]> shown = elements.subList(options.from(elements.size()), options.to(elements.size()));
        if (stores) {
            store(call, shown, options);
        } else {
            reply(call, shown, options);
        }
    }

    private static List<byte[]> elements(Call call, Entry entry) {
        List<byte[]> elements = new ArrayList<>();
        ElementView element = call.server().values().element();
        switch (entry.type()) {
            case LIST -> {
                ListValue list = call.server().values().list();
                list.attach(entry);
                boolean more = list.seek(0, true);
                while (more && list.next(element)) {
                    elements.add(element.toByteArray());
                }
            }
            case SET -> {
                SetValue set = call.server().values().set();
                set.attach(entry);
                set.rewind();
                while (set.next(element)) {
                    elements.add(element.toByteArray());
                }
            }
            case ZSET -> {
                ZSetValue zset = call.server().values().zset();
                zset.attach(entry);
                for (boolean more = zset.seekRank(0); more; more = zset.next()) {
                    zset.member(element);
                    elements.add(element.toByteArray());
                }
            }
            default -> throw new CommandException(ErrorReplies.WRONG_TYPE);
        }
        return elements;
    }

    private static List<byte[]> sorted(Call call, List<byte[]> elements, SortOptions options) {
        List<Item> items = new ArrayList<>(elements.size());
        for (byte[] element : elements) {
            byte[] key = options.by() == null ? element : options.by().lookup(call, element);
            double score = options.alphabetic() || key == null ? 0 : number(key);
            items.add(new Item(element, score, key));
        }
        Comparator<Item> order = options.alphabetic()
                ? Comparator.comparing(Item::text, Comparator.nullsFirst(Arrays::compareUnsigned))
                : Comparator.comparingDouble(Item::score).thenComparing(Item::element, Arrays::compareUnsigned);
        items.sort(options.descending() ? order.reversed() : order);
        return items.stream().map(Item::element).toList();
    }

    /** A number as strtod reads it: it ends at a zero byte, space before it does not matter, and nothing at all is zero. */
    private static double number(byte[] text) {
        String digits = ErrorReplies.untilZero(new String(text, StandardCharsets.ISO_8859_1));
        if (digits.isEmpty()) {
            return 0;
        }
        double number = DoubleText.parse(digits.stripLeading());
        if (Double.isNaN(number)) {
            throw new CommandException("ERR One or more scores can't be converted into double");
        }
        return number == 0 ? 0 : number; // -0 equals 0 here
    }

    private static void reply(Call call, List<byte[]> shown, SortOptions options) {
        if (options.get().isEmpty()) {
            call.reply().array(shown.size());
            shown.forEach(call.reply()::bulk);
            return;
        }
        call.reply().array(shown.size() * options.get().size());
        for (byte[] element : shown) {
            for (SortPattern pattern : options.get()) {
                byte[] found = pattern.lookup(call, element);
                if (found == null) {
                    call.reply().nil();
                } else {
                    call.reply().bulk(found);
                }
            }
        }
    }

    private static void store(Call call, List<byte[]> shown, SortOptions options) {
        Request request = call.request();
        int key = options.storeAt();
        ListValue list = call.server().values().otherList();
        list.create();
        ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer();
        try {
            for (byte[] element : shown) {
                if (options.get().isEmpty()) {
                    push(list, element, bytes);
                }
                for (SortPattern pattern : options.get()) {
                    byte[] found = pattern.lookup(call, element);
                    push(list, found == null ? NOTHING : found, bytes);
                }
            }
        } catch (RuntimeException failed) {
            list.free();
            throw failed;
        } finally {
            bytes.release();
        }
        long size = list.size();
        if (size == 0) {
            call.delete(key);
            list.free();
        } else {
            call.database().delete(request.address(key), request.length(key));
            Entry entry = call.database()
                    .add(request.address(key), request.length(key), ValueType.LIST, list.encoding(), list.root());
            call.changed(entry, KeyEvent.SORTSTORE);
        }
        call.reply().integer(size);
    }

    private static void push(ListValue list, byte[] element, ByteBuf bytes) {
        bytes.clear().writeBytes(element);
        list.pushLast(bytes.memoryAddress(), element.length);
    }
}
