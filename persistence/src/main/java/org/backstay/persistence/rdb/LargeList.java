package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.ListMoment;

/** Writes a large list node by node, in their order. */
final class LargeList extends LargeValue {
    private static final int WIPED_AT_ONCE = 64;

    private final ListMoment<KeptBytes> moment;

    LargeList(CollectionContext context, Entry entry, EarlyOutput early, KeptBytes header) {
        super(early, header);
        moment = ListMoment.of(context, entry.root(), this::keep);
    }

    private KeptBytes keep() {
        write(early.out());
        return early.keep();
    }

    @Override
    void beginElements(RdbOutput out) {
        out.writeLength(moment.count());
    }

    @Override
    public boolean goOn(RdbOutput out, Effort effort) {
        while (moment.next()) {
            KeptBytes kept = moment.kept();
            if (!effort.spend(kept == null ? write(out) : kept.moveAll(out))) {
                return false;
            }
        }
        while (moment.wipe(WIPED_AT_ONCE)) {
            if (!effort.spend(WIPED_AT_ONCE)) {
                return false;
            }
        }
        return true;
    }

    /** Writes the node that is shown; its bytes. */
    private int write(RdbOutput out) {
        ListParts.writeNode(out, moment.isPlain(), moment.address(), moment.length());
        return moment.length();
    }

    @Override
    void closeElements() {
        moment.close();
        moment.leftovers().forEach(queue -> queue.forEach(KeptBytes::close));
    }
}
