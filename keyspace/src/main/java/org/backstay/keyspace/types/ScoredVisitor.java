package org.backstay.keyspace.types;

import org.backstay.keyspace.types.packed.ElementView;

/** Is shown one member of a sorted set after the other; must not change the set. */
@FunctionalInterface
public interface ScoredVisitor {
    /** One member and its score; the view is used again for the next one. */
    void visit(ElementView member, double score);
}
