package org.backstay.proxy.client;

/**
 * What the proxy does with one command.
 *
 * @param name in lower case
 * @param action what is done
 * @param arity as in the command's row: the exact number of arguments with the name, or negative for "at least"
 */
record Route(String name, Action action, int arity) {
    /** What can be done with a command. */
    enum Action {
        /** Sent to the server of its first argument. */
        FORWARD,
        /** Sent to the server of its third argument, the second being the number of keys: EVAL. */
        FORWARD_SCRIPT,
        /** Sent to a server, whichever. */
        FORWARD_ANYWHERE,
        /** Split by key, the replies' elements put in the order of the keys. */
        SPLIT_ELEMENTS,
        /** Split by key, the replies added. */
        SPLIT_SUM,
        /** Split by pairs of key and value; one OK for all. */
        SPLIT_PAIRS,
        /** Answered by the proxy. */
        PING,
        /** Answered by the proxy: closes after what is due. */
        QUIT,
        /** Answered by the proxy. */
        AUTH,
        /** Answered by the proxy: only the pool's own database can be selected. */
        SELECT
    }

    boolean accepts(int size) {
        return arity >= 0 ? size == arity : size >= -arity;
    }
}
