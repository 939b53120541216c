package org.backstay.redis.command;

import static org.backstay.resp.command.GenericRows.COPY;
import static org.backstay.resp.command.GenericRows.DEL;
import static org.backstay.resp.command.GenericRows.EXISTS;
import static org.backstay.resp.command.GenericRows.KEYS;
import static org.backstay.resp.command.GenericRows.MOVE;
import static org.backstay.resp.command.GenericRows.RANDOMKEY;
import static org.backstay.resp.command.GenericRows.RENAME;
import static org.backstay.resp.command.GenericRows.RENAMENX;
import static org.backstay.resp.command.GenericRows.SCAN;
import static org.backstay.resp.command.GenericRows.TOUCH;
import static org.backstay.resp.command.GenericRows.TYPE;
import static org.backstay.resp.command.GenericRows.UNLINK;

import java.util.ArrayList;
import java.util.List;
import org.backstay.base.bytes.Glob;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Commands on keys of any type, but for their expiry: DEL, EXISTS, TYPE, RENAME, SCAN, OBJECT and their relatives. */
public final class GenericCommands {
    private GenericCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(DEL, UNLINK, GenericCommands::del)
                .on(EXISTS, GenericCommands::exists)
                .on(TOUCH, GenericCommands::touch)
                .on(TYPE, GenericCommands::type)
                .on(KEYS, GenericCommands::keys)
                .on(SCAN, GenericCommands::scan)
                .on(RANDOMKEY, GenericCommands::randomKey)
                .on(RENAME, GenericCommands::rename)
                .on(RENAMENX, GenericCommands::renamenx)
                .on(MOVE, GenericCommands::move)
                .on(COPY, GenericCommands::copy);
        ObjectCommands.bind(handlers);
        SortCommands.bind(handlers);
        MemoryCommands.bind(handlers);
    }

    private static void del(Call call) {
        int deleted = 0;
        for (int i = 1; i < call.request().size(); i++) {
            if (call.delete(i)) {
                deleted++;
            }
        }
        call.reply().integer(deleted);
    }

    private static void exists(Call call) {
        int found = 0;
        for (int i = 1; i < call.request().size(); i++) {
            if (Lookup.exists(call, i)) {
                found++;
            }
        }
        call.reply().integer(found);
    }

    private static void touch(Call call) {
        int found = 0;
        for (int i = 1; i < call.request().size(); i++) {
            if (call.database()
                            .forRead(call.request().address(i), call.request().length(i))
                    != null) {
                found++;
            }
        }
        call.reply().integer(found);
    }

    private static void type(Call call) {
        Entry entry = peek(call, 1);
        call.reply().simple(entry == null ? "none" : entry.type().text());
    }

    private static @Nullable Entry peek(Call call, int argument) {
        return call.database()
                .peek(call.request().address(argument), call.request().length(argument));
    }

    private static void keys(Call call) {
        Glob glob = Glob.of(call.request().bytes(1));
        int[] found = {0};
        call.reply().beginArray();
        call.database().forEach(entry -> {
            if (glob.matchesEverything() || glob.matches(entry.key())) {
                call.reply().bulk(entry.keyAddress(), entry.keyLength());
                found[0]++;
            }
        });
        call.reply().endArray(found[0]);
    }

    /** {@code SCAN cursor [MATCH pattern] [COUNT n] [TYPE t]}. */
    private static void scan(Call call) {
        long cursor = ScanOptions.cursor(call.request(), 1);
        ScanOptions options = ScanOptions.parse(call.request(), 2, true);
        List<byte[]> keys = new ArrayList<>();
        long next = call.database().scan(cursor, options.count(), entry -> {
            if (options.accepts(entry)) {
                keys.add(entry.key());
            }
        });
        ScanOptions.reply(call.reply(), next, keys);
    }

    private static void randomKey(Call call) {
        Entry entry = call.database().randomKey();
        if (entry == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(entry.keyAddress(), entry.keyLength());
        }
    }

    private static void rename(Call call) {
        Entry entry = existing(call);
        if (!sameKey(call)) {
            rename(call, entry);
        }
        call.reply().ok();
    }

    private static void renamenx(Call call) {
        existing(call);
        if (sameKey(call) || Lookup.exists(call, 2)) {
            call.reply().integer(0);
            return;
        }
        rename(call, existing(call));
        call.reply().integer(1);
    }

    private static void rename(Call call, Entry entry) {
        call.database().rename(entry, call.request().address(2), call.request().length(2));
        call.tell(KeyEvent.RENAME_FROM, 1);
        call.tell(KeyEvent.RENAME_TO, 2);
    }

    private static Entry existing(Call call) {
        Entry entry = call.database()
                .forWrite(call.request().address(1), call.request().length(1));
        if (entry == null) {
            throw new CommandException(ErrorReplies.NO_SUCH_KEY);
        }
        return entry;
    }

    private static boolean sameKey(Call call) {
        Request request = call.request();
        return request.length(1) == request.length(2)
                && NativeMemory.equals(request.address(1), request.address(2), request.length(1));
    }

    private static void move(Call call) {
        Request request = call.request();
        int index = Arguments.database(request, 2, call.server().keyspace().databases());
        if (index == call.client().database()) {
            throw new CommandException("ERR source and destination objects are the same");
        }
        Database to = call.server().keyspace().database(index);
        Entry entry = call.database().forWrite(request.address(1), request.length(1));
        if (entry == null || to.peek(request.address(1), request.length(1)) != null) {
            call.reply().integer(0);
            return;
        }
        call.database().move(entry, to, request.address(1), request.length(1));
        call.tell(KeyEvent.MOVE_FROM, 1);
        call.server().notifications().tell(index, KeyEvent.MOVE_TO, request.address(1), request.length(1));
        call.reply().integer(1);
    }

    /** {@code COPY source destination [DB index] [REPLACE]}. */
    private static void copy(Call call) {
        Request request = call.request();
        boolean replace = false;
        Database to = call.database();
        for (int i = 3; i < request.size(); i++) {
            if (request.is(i, "replace")) {
                replace = true;
            } else if (request.is(i, "db") && i + 1 < request.size()) {
                to = targetDatabase(call, ++i);
            } else {
                throw Arguments.syntax();
            }
        }
        if (to == call.database() && sameKey(call)) {
            throw new CommandException("ERR source and destination objects are the same");
        }
        Entry entry = call.database()
                .forRead(
                        request.address(1),
                        request.length(1),
                        call.server().values().otherEntry());
        boolean blocked = !replace && to.peek(request.address(2), request.length(2)) != null;
        if (entry == null || blocked) {
            call.reply().integer(0);
            return;
        }
        int root = entry.type() == ValueType.STRING
                ? 0
                : call.server().values().attached(entry).duplicate();
        call.database().copy(entry, to, request.address(2), request.length(2), root);
        call.server().notifications().tell(to.index(), KeyEvent.COPY_TO, request.address(2), request.length(2));
        call.reply().integer(1);
    }

    private static Database targetDatabase(Call call, int argument) {
        int databases = call.server().keyspace().databases();
        return call.server().keyspace().database(Arguments.database(call.request(), argument, databases));
    }

    /** The name of a type in SCAN's TYPE, or null for one that no key has. */
    static @Nullable ValueType typeNamed(String name) {
        for (ValueType type : ValueType.values()) {
            if (type.text().equalsIgnoreCase(name)) {
                return type;
            }
        }
        return null;
    }
}
