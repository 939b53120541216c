package org.backstay.persistence.snapshot;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a snapshot's bytes go. Called on the owning loop, which it never holds up. */
public interface SnapshotTarget {
    /** Takes a chunk, and with it the duty to release it. Chunks are accepted even when the target is not {@linkplain #isReady ready}. */
    void write(ByteBuf chunk);

    /** Whether more should be written now; if not, what {@link #onReady} was given runs once it should. */
    boolean isReady();

    /** Says what to run, on the loop, whenever the target has become ready again. */
    void onReady(Runnable resume);

    /**
     * All chunks were written; the checksum of them all is still to follow in the stream.
     *
     * @param done called on the loop with the failure, or with null when everything is where it should be
     */
    void finish(Consumer<@Nullable Throwable> done);

    /** Why nothing more can be written, or null; asked between slices. */
    @Nullable
    Throwable failure();

    /** Gives up and leaves nothing behind. */
    void abort();
}
