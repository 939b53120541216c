package org.backstay.resp;

/** Sends bytes at once, as far as that is possible. */
@FunctionalInterface
public interface ReplySender {
    /**
     * Sends what lies at an address.
     *
     * @return how many bytes are on their way, 0 to {@code length}; the others are left to the caller
     */
    int send(long address, int length);
}
