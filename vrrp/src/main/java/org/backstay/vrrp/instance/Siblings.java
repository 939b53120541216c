package org.backstay.vrrp.instance;

/** The sync group as its members see it. */
public interface Siblings {
    /** An instance in no group. */
    Siblings NONE = new Siblings() {
        @Override
        public boolean mayLead(Instance asking) {
            return true;
        }

        @Override
        public boolean mayServe(Instance asking) {
            return true;
        }

        @Override
        public void moved(Instance member) {}

        @Override
        public void heardLowerPriority(Instance member) {}
    };

    /** Whether all others are ready to be master too. */
    boolean mayLead(Instance asking);

    /** Whether no other has a fault. */
    boolean mayServe(Instance asking);

    /** A member has another state by itself; the others follow. */
    void moved(Instance member);

    /** A member heard a master of lower priority: all tell the neighbours again. */
    void heardLowerPriority(Instance member);
}
