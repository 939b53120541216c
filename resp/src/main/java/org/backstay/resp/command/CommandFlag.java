package org.backstay.resp.command;

import java.util.Locale;

/** What kind of command it is: the flags of {@code COMMAND INFO}, in its order. */
public enum CommandFlag {
    /** May change data. */
    WRITE,
    /** Reads keys and never changes them. */
    READONLY,
    /** May need more memory; refused when there is none. */
    DENYOOM,
    /** For administrators. */
    ADMIN,
    /** Belongs to publish and subscribe. */
    PUBSUB,
    /** Not from scripts. */
    NOSCRIPT,
    /** May make the client wait. */
    BLOCKING,
    /** Allowed while the data is loaded. */
    LOADING,
    /** Allowed on a replica whose data is old. */
    STALE,
    /** Not shown to MONITOR. */
    SKIP_MONITOR,
    /** Not in the slow log. */
    SKIP_SLOWLOG,
    /** Taken even while its slot is being imported (cluster). */
    ASKING,
    /** Constant or logarithmic time. */
    FAST,
    /** Allowed before AUTH. */
    NO_AUTH,
    /** Its keys may be left out. */
    NO_MANDATORY_KEYS,
    /** Not while a replica loads its master's data beside its own. */
    NO_ASYNC_LOADING,
    /** Not inside MULTI. */
    NO_MULTI,
    /** Where its keys are can't be told by first, last and step. */
    MOVABLEKEYS,
    /** Allowed while the node is busy with a script. */
    ALLOW_BUSY;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name on the wire: {@code skip_slowlog}, {@code no_async_loading}. */
    public String wireName() {
        return wireName;
    }
}
