package org.backstay.persistence.snapshot;

/** What goes into a snapshot. */
public enum SnapshotContent {
    /** Keys and libraries of functions. */
    EVERYTHING,
    /** Libraries of functions, and no key. */
    FUNCTIONS,
    /** Neither: what a snapshot says about itself. */
    NOTHING
}
