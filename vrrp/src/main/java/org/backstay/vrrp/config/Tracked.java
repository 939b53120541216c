package org.backstay.vrrp.config;

import org.jspecify.annotations.Nullable;

/**
 * Something that an instance or group watches.
 *
 * @param kind of what
 * @param name the interface's, or that of the tracker's block
 * @param weight added to or taken from the priority; 0 means that failure is a fault; null for the tracker's own
 * @param reverse whether success counts as failure
 */
public record Tracked(Kind kind, String name, @Nullable Integer weight, boolean reverse) {
    /** Kinds of trackers. */
    public enum Kind {
        /** A network interface. */
        INTERFACE("interface"),
        /** A {@code vrrp_script}. */
        SCRIPT("script"),
        /** A {@code track_file}. */
        FILE("file"),
        /** A {@code vrrp_track_process}. */
        PROCESS("process"),
        /** A {@code bfd_instance}. */
        BFD("bfd"),
        /** A {@code vrrp_redis}: ours. */
        REDIS("redis");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As messages name it. */
        public String word() {
            return word;
        }
    }
}
