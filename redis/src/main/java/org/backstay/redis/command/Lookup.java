package org.backstay.redis.command;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.jspecify.annotations.Nullable;

/** Looks up the key in an argument and checks what it holds. Stateless; what it returns is the database's reused cursor. */
final class Lookup {
    private Lookup() {}

    /** The key for reading, or null; an error when it holds another type. */
    static @Nullable Entry forRead(Call call, int argument, ValueType type) {
        Entry entry = call.database()
                .forRead(call.request().address(argument), call.request().length(argument));
        return checked(entry, type);
    }

    /** The key for changing, or null; an error when it holds another type. */
    static @Nullable Entry forWrite(Call call, int argument, ValueType type) {
        Entry entry = call.database()
                .forWrite(call.request().address(argument), call.request().length(argument));
        return checked(entry, type);
    }

    /** As {@link #forRead(Call, int, ValueType)} with a cursor of the caller's, for commands on several keys. */
    static @Nullable Entry forRead(Call call, int argument, ValueType type, Entry into) {
        Entry entry = call.database()
                .forRead(call.request().address(argument), call.request().length(argument), into);
        return checked(entry, type);
    }

    /** As {@link #forWrite(Call, int, ValueType)} with a cursor of the caller's, for commands on several keys. */
    static @Nullable Entry forWrite(Call call, int argument, ValueType type, Entry into) {
        Entry entry = call.database()
                .forWrite(call.request().address(argument), call.request().length(argument), into);
        return checked(entry, type);
    }

    private static @Nullable Entry checked(@Nullable Entry entry, ValueType type) {
        if (entry != null && entry.type() != type) {
            throw new CommandException(ErrorReplies.WRONG_TYPE);
        }
        return entry;
    }

    /** The key that is known to stand, without counting as an access. */
    static Entry existing(Call call, int argument) {
        Entry entry = call.database()
                .peek(call.request().address(argument), call.request().length(argument));
        if (entry == null) {
            throw new CommandException(ErrorReplies.NO_SUCH_KEY);
        }
        return entry;
    }

    /** Whether the key stands, without counting as an access. */
    static boolean exists(Call call, int argument) {
        return call.database()
                        .peek(call.request().address(argument), call.request().length(argument))
                != null;
    }
}
