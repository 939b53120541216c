package org.backstay.base.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Address space from the operating system, by the page; stateless, for any thread.
 *
 * <p>A reservation costs no memory: a page becomes resident when it is first written, and stops being resident when
 * it is discarded. This is what lets a keyspace own one contiguous range as large as it may ever need (see
 * {@code mmap(2)}, {@code madvise(2)}). The constants are Linux's.
 */
public final class Pages {
    /** The unit of discarding on x86-64, and the smallest on ARM64; larger pages round the discarded range inwards. */
    public static final int SIZE = 4096;

    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x02 | 0x20 | 0x4000;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final long MAP_FAILED = -1;

    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle MMAP = function(
            "mmap", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MADVISE =
            function("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MUNMAP =
            function("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

    private Pages() {}

    @SuppressWarnings("restricted") // three calls of the C library
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    /**
     * Reserves {@code bytes} of zeroed, readable and writable address space, backed by memory only where it is written.
     *
     * @return the address, a multiple of the page size
     * @throws PagesException if the process or the system has no such range left
     */
    public static long reserve(long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CAPTURED);
            long address = (long) MMAP.invokeExact(
                    state, MemorySegment.NULL, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
            if (address == MAP_FAILED) {
                throw new PagesException("reserve " + bytes + " bytes of address space (mmap)", errno(state));
            }
            return address;
        } catch (Throwable failure) {
            throw rethrow(failure);
        }
    }

    /**
     * Gives the memory behind whole pages back; the range stays reserved and reads as zeros. Both ends must be
     * multiples of {@link #SIZE}.
     */
    public static void discard(long address, long bytes) {
        advise(address, bytes, MADV_DONTNEED, "give back");
    }

    /** Asks for 2 MiB pages in this range, where the system offers them on request; advice, so a refusal is no error. */
    public static void preferHuge(long address, long bytes) {
        adviseIfPossible(address, bytes, MADV_HUGEPAGE);
    }

    /** Asks for small pages in this range, so that what is discarded is really given back; a refusal is no error. */
    public static void preferSmall(long address, long bytes) {
        adviseIfPossible(address, bytes, MADV_NOHUGEPAGE);
    }

    /** Gives the range back altogether; touching it afterwards ends the process. */
    public static void release(long address, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CAPTURED);
            int result = (int) MUNMAP.invokeExact(state, address, bytes);
            if (result != 0) {
                throw new PagesException("release " + bytes + " bytes of address space (munmap)", errno(state));
            }
        } catch (Throwable failure) {
            throw rethrow(failure);
        }
    }

    private static void advise(long address, long bytes, int advice, String what) {
        int errno = madvise(address, bytes, advice);
        if (errno != 0) {
            throw new PagesException(what + " " + bytes + " bytes of memory (madvise)", errno);
        }
    }

    private static void adviseIfPossible(long address, long bytes, int advice) {
        madvise(address, bytes, advice);
    }

    /** 0, or the error number. */
    private static int madvise(long address, long bytes, int advice) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CAPTURED);
            int result = (int) MADVISE.invokeExact(state, address, bytes, advice);
            return result == 0 ? 0 : errno(state);
        } catch (Throwable failure) {
            throw rethrow(failure);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static RuntimeException rethrow(Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(failure);
    }
}
