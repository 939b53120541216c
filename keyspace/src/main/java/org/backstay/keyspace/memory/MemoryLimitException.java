package org.backstay.keyspace.memory;

/**
 * No block can be had: the limit of the slabs or their address space is reached. An answer to the client
 * ({@code -OOM}), not an accident, so it carries no stack trace. Thrown before anything was changed by the allocation.
 */
public final class MemoryLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MemoryLimitException(String message) {
        super(message, null, false, false);
    }
}
