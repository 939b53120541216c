package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.MemberMoment;
import org.backstay.keyspace.types.packed.ElementView;

/** Writes a large hash, set or sorted set: first the members that the walk comes to, then those that changed before. */
final class LargeMembers extends LargeValue {
    private final RdbType type;
    private final MemberMoment moment;
    private final KeptBytes kept;
    private final ElementView member = new ElementView();
    private final ElementView value = new ElementView();

    LargeMembers(CollectionContext context, Entry entry, EarlyOutput early, KeptBytes header) {
        super(early, header);
        type = ValueEncoder.typeOf(entry);
        kept = new KeptBytes(early);
        moment = MemberMoment.of(context, entry, this::keep);
    }

    private void keep() {
        write(early.out());
        early.moveTo(kept);
    }

    @Override
    void beginElements(RdbOutput out) {
        out.writeLength(moment.size());
    }

    @Override
    public boolean goOn(RdbOutput out, Effort effort) {
        while (moment.next()) {
            if (!effort.spend(write(out))) {
                return false;
            }
        }
        for (int moved = kept.moveChunk(out); moved > 0; moved = kept.moveChunk(out)) {
            if (!effort.spend(moved)) {
                return false;
            }
        }
        return true;
    }

    /** Writes the member that is shown; its bytes. */
    private long write(RdbOutput out) {
        moment.member(member);
        out.writeElement(member);
        long bytes = member.textLength();
        if (type == RdbType.HASH) {
            moment.value(value);
            out.writeElement(value);
            bytes += value.textLength();
        } else if (type == RdbType.ZSET_2) {
            out.writeDouble(moment.score());
            bytes += Double.BYTES;
        }
        return bytes;
    }

    @Override
    void closeElements() {
        moment.close();
        kept.close();
    }
}
