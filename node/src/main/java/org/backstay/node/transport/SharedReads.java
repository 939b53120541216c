package org.backstay.node.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * All connections of a loop read into one buffer, one after the other, so that a read allocates nothing and its memory is in the processor's cache. Who
 * keeps what was read keeps the buffer, and the next read is into a new one: this is for programs that seldom do. A connection whose reads fill the
 * buffer gets larger ones of its own.
 */
final class SharedReads implements RecvByteBufAllocator {
    private static final FastThreadLocal<Shared> OF_THIS_LOOP = new FastThreadLocal<>() {
        @Override
        protected Shared initialValue() {
            return new Shared();
        }

        @Override
        protected void onRemoval(Shared shared) {
            shared.close();
        }
    };

    private final RecvByteBufAllocator sizes;
    private final int size;

    /**
     * Reads into buffers of the size that is guessed, shared while that is not above {@code size}.
     *
     * @param sizes guesses from a connection's reads how much the next will bring
     * @param size bytes of the shared buffer
     */
    SharedReads(RecvByteBufAllocator sizes, int size) {
        this.sizes = sizes;
        this.size = size;
    }

    @Override
    @SuppressWarnings("deprecation") // Handle is what Netty asks for, and means an ExtendedHandle
    public Handle newHandle() {
        return new Reads((ExtendedHandle) sizes.newHandle());
    }

    private final class Reads extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle guesses;

        Reads(ExtendedHandle guesses) {
            super(guesses);
            this.guesses = guesses;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return guesses.guess() > size
                    ? guesses.allocate(allocator)
                    : OF_THIS_LOOP.get().take(allocator, size);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier mayBringMore) {
            return guesses.continueReading(mayBringMore);
        }
    }

    private static final class Shared {
        private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

        ByteBuf take(ByteBufAllocator allocator, int size) {
            if (buffer.refCnt() > 1 || buffer.capacity() != size) {
                buffer.release();
                buffer = allocator.directBuffer(size);
            }
            return buffer.clear().retain();
        }

        void close() {
            buffer.release();
        }
    }
}
