package org.backstay.persistence.snapshot;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the bytes go of a snapshot that nobody wants. Owned by the loop. */
final class NoTarget implements SnapshotTarget {
    @Override
    public void write(ByteBuf chunk) {
        chunk.release();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void onReady(Runnable resume) {}

    @Override
    public void finish(Consumer<@Nullable Throwable> done) {
        done.accept(null);
    }

    @Override
    public @Nullable Throwable failure() {
        return null;
    }

    @Override
    public void abort() {}
}
