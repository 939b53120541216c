package org.backstay.redis.command;

import org.backstay.keyspace.Entry;
import org.backstay.redis.server.Call;
import org.jspecify.annotations.Nullable;

/** Strings whose bytes a command changes in place, and then reports as changed. Stateless. */
final class WritableString {
    private WritableString() {}

    /** Gives the string that was looked up this length, or makes a new one of zeros if there was none. */
    static Entry ofLength(Call call, int argument, @Nullable Entry before, int length) {
        if (before == null) {
            return overwritten(call, argument, length);
        }
        call.database().resizeString(before, length);
        return before;
    }

    /** Makes the key in an argument a string of zeros, whatever it held. */
    static Entry overwritten(Call call, int argument, int length) {
        return call.database()
                .setZeros(call.request().address(argument), call.request().length(argument), length);
    }
}
