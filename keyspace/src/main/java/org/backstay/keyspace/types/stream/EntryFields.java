package org.backstay.keyspace.types.stream;

/** The fields and values of an entry that is to be added, by address: field 0, value 0, field 1, value 1, and so on. */
public interface EntryFields {
    /** How many fields there are; at least 1. */
    int count();

    /** Where the i-th field or value is; {@code i} is below twice the count. */
    long address(int i);

    /** How long it is, bytes. */
    int length(int i);
}
