package org.backstay.keyspace.types;

import org.backstay.keyspace.types.packed.ElementView;

/** Is shown one field of a hash after the other; must not change the hash. */
@FunctionalInterface
public interface PairVisitor {
    /** One field and its value; the views are used again for the next ones. */
    void visit(ElementView field, ElementView value);
}
