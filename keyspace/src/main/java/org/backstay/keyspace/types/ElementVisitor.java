package org.backstay.keyspace.types;

import org.backstay.keyspace.types.packed.ElementView;

/** Is shown one element after the other; must not change the collection. */
@FunctionalInterface
public interface ElementVisitor {
    /** One element; the view is used again for the next one. */
    void visit(ElementView element);
}
