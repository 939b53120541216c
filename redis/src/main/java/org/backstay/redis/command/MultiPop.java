package org.backstay.redis.command;

import org.backstay.resp.Request;

/**
 * {@code numkeys key [key ...] where [COUNT count]}: what LMPOP, ZMPOP and their blocking forms have in common.
 *
 * @param firstKey the position of the first key
 * @param keys how many keys there are
 * @param count the most elements to pop
 */
record MultiPop(int firstKey, int keys, long count) {
    /** Reads the arguments from the number of keys on; the word that says where is for the caller. */
    static MultiPop parse(Request request, int at) {
        long keys = Arguments.integer(request, at, 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
        if (keys >= request.size() - at - 1) {
            throw Arguments.syntax();
        }
        MultiPop pop = new MultiPop(at + 1, (int) keys, 1);
        int option = pop.where() + 1;
        return option == request.size() ? pop : new MultiPop(at + 1, (int) keys, count(request, option));
    }

    private static long count(Request request, int option) {
        if (request.size() != option + 2 || !request.is(option, "count")) {
            throw Arguments.syntax();
        }
        return Arguments.integer(request, option + 1, 1, Long.MAX_VALUE, "ERR count should be greater than 0");
    }

    /** The position of the word that says from which end to pop. */
    int where() {
        return firstKey + keys;
    }
}
