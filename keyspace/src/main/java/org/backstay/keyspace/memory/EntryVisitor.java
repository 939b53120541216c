package org.backstay.keyspace.memory;

/** Is shown the blocks of a {@link Dict}, one after the other. It must not change that dict while it is called. */
@FunctionalInterface
public interface EntryVisitor {
    void visit(int handle);
}
