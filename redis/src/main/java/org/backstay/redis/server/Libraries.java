package org.backstay.redis.server;

import java.util.List;

/** The libraries of functions: they belong to the dataset, though they are no keys. Used on the server's loop. */
public interface Libraries {
    /** None, for ever. */
    Libraries NONE = new Libraries() {
        @Override
        public List<byte[]> sources() {
            return List.of();
        }

        @Override
        public void restore(byte[] source, boolean replace) {
            throw new IllegalStateException("this server has no functions");
        }

        @Override
        public void flush() {}
    };

    /** The sources of all. */
    List<byte[]> sources();

    /**
     * Loads a library from a snapshot.
     *
     * @param replace whether it takes the place of one of the same name; otherwise such a one is a failure
     * @throws CommandException when it cannot be loaded
     */
    void restore(byte[] source, boolean replace);

    /** Deletes all. */
    void flush();
}
