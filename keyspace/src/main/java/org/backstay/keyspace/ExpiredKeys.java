package org.backstay.keyspace;

/** What a lookup does with a key whose time is over. */
public enum ExpiredKeys {
    /** Deletes it and tells the listener: a master. */
    DELETE,
    /** Answers as if it were not there, and leaves it to the master to delete it: a replica's own clients. */
    HIDE,
    /** Answers as if its time were not over: commands from the master, and loading, which must find what the master found. */
    SHOW
}
