package org.backstay.sentinel.model;

/** The replication role that a Redis reports. */
public enum Role {
    /** {@code role:master}. */
    MASTER("master"),
    /** {@code role:slave}. */
    REPLICA("slave");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** The role as INFO and the events write it. */
    public String word() {
        return word;
    }
}
