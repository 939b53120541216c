package org.backstay.redis.command;

import org.backstay.resp.Request;

/**
 * {@code numkeys key [key ...] where [COUNT count]}: what LMPOP, ZMPOP and their blocking forms have in common.
 *
 * @param firstKey the position of the first key
 * @param keys how many keys there are
 * @param fromFirst whether the first of the two words was said that say from which end to pop
 * @param count the most elements to pop
 */
record MultiPop(int firstKey, int keys, boolean fromFirst, long count) {
    /** Reads the arguments from the number of keys on. */
    static MultiPop parse(Request request, int at, String first, String last) {
        long keys = Arguments.integer(request, at, 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
        if (keys >= request.size() - at - 1) {
            throw Arguments.syntax();
        }
        int where = at + 1 + (int) keys;
        boolean fromFirst = request.is(where, first);
        if (!fromFirst && !request.is(where, last)) {
            throw Arguments.syntax();
        }
        long count = where + 1 == request.size() ? 1 : count(request, where + 1);
        return new MultiPop(at + 1, (int) keys, fromFirst, count);
    }

    private static long count(Request request, int option) {
        if (option + 1 == request.size() || !request.is(option, "count")) {
            throw Arguments.syntax();
        }
        long count = Arguments.integer(request, option + 1, 1, Long.MAX_VALUE, "ERR count should be greater than 0");
        if (option + 2 < request.size()) {
            throw Arguments.syntax();
        }
        return count;
    }

    /** The position behind the last key. */
    int endOfKeys() {
        return firstKey + keys;
    }
}
