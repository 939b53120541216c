package org.backstay.persistence.log;

/** When the append-only file is put on stable storage: {@code appendfsync}. */
public enum FsyncPolicy {
    /** Once a second. */
    EVERYSEC,
    /** Before a write is answered. */
    ALWAYS,
    /** When the system sees fit. */
    NO
}
