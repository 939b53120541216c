package org.backstay.persistence.log;

/** When the append-only file is put on stable storage: {@code appendfsync}. */
public enum FsyncPolicy {
    /** Before a write is answered. */
    ALWAYS,
    /** Once a second. */
    EVERYSEC,
    /** When the system sees fit. */
    NO
}
