package org.backstay.redis.command;

import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.redis.server.Call;

/**
 * What the log is told of consumer groups, so that replaying it leads to the same state whatever the clock says: who has which entry, how
 * far a group has read, which consumers there are. For one call and the group of one key.
 */
final class StreamEffects {
    private static final byte[] XCLAIM = Words.of("XCLAIM");
    private static final byte[] XGROUP = Words.of("XGROUP");
    private static final byte[] SETID = Words.of("SETID");
    private static final byte[] CREATECONSUMER = Words.of("CREATECONSUMER");
    private static final byte[] ENTRIESREAD = Words.of("ENTRIESREAD");
    private static final byte[] ZERO = Words.of(0);
    private static final byte[] TIME = Words.of("TIME");
    private static final byte[] RETRYCOUNT = Words.of("RETRYCOUNT");
    private static final byte[] FORCE = Words.of("FORCE");
    private static final byte[] JUSTID = Words.of("JUSTID");
    private static final byte[] LASTID = Words.of("LASTID");

    private final Call call;
    private final boolean open;
    private final int key;
    private final int name;
    private final StreamGroup group;
    private final ElementView consumerName = new ElementView();

    /**
     * Tells the log nothing of the call but what is said here.
     *
     * @param key the argument with the key
     * @param name the argument with the group's name
     */
    StreamEffects(Call call, int key, int name, StreamGroup group) {
        this.call = call;
        this.open = call.server().propagation().isOpen();
        this.key = key;
        this.name = name;
        this.group = group;
        call.propagateNothing();
    }

    /** An entry is pending, or was and is none any more because it is not in the stream. */
    void claimed(StreamId id, int entry) {
        if (!open) {
            return;
        }
        group.consumerName(group.owner(entry), consumerName);
        call.propagateInstead(
                XCLAIM,
                call.request().bytes(key),
                call.request().bytes(name),
                consumerName.toByteArray(),
                ZERO,
                id.toBytes(),
                TIME,
                Words.of(group.delivered(entry)),
                RETRYCOUNT,
                Words.of(group.deliveries(entry)),
                FORCE,
                JUSTID,
                LASTID,
                group.lastId().toBytes());
    }

    /** The group has read up to its last ID, without any entry pending for it. */
    void read() {
        if (open) {
            call.propagateInstead(
                    XGROUP,
                    SETID,
                    call.request().bytes(key),
                    call.request().bytes(name),
                    group.lastId().toBytes(),
                    ENTRIESREAD,
                    Words.of(group.entriesRead()));
        }
    }

    /** There is a consumer that no entry would tell of. */
    void consumerCreated(int consumer) {
        if (open) {
            group.consumerName(consumer, consumerName);
            call.propagateInstead(
                    XGROUP,
                    CREATECONSUMER,
                    call.request().bytes(key),
                    call.request().bytes(name),
                    consumerName.toByteArray());
        }
    }
}
