package org.backstay.node.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * The functions of the C library that this package calls, with the error number each leaves behind. The segment for that number is
 * handed in, so that a call makes no garbage.
 */
final class LibC {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = call("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SENDTO =
            call("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVMSG = call("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle OPEN = call("open", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETNS = call("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle MLOCKALL = call("mlockall", JAVA_INT, JAVA_INT);
    private static final MethodHandle SCHEDULER = call("sched_setscheduler", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle PRIORITY = call("setpriority", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle KILL = call("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle MKFIFO = call("mkfifo", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CHOWN = call("chown", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle WRITE = call("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle STRERROR = MethodHandles.explicitCastArguments(
            LINKER.downcallHandle(
                    SYMBOLS.findOrThrow("strerror"),
                    FunctionDescriptor.of(
                            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(256, ValueLayout.JAVA_BYTE)),
                            JAVA_INT)),
            java.lang.invoke.MethodType.methodType(MemorySegment.class, int.class));

    private LibC() {}

    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), FunctionDescriptor.of(result, arguments), ERRNO);
    }

    /** Room for the error number of a call. */
    static MemorySegment errorSlot(Arena arena) {
        return arena.allocate(Linker.Option.captureStateLayout());
    }

    /** The error number that the last failed call left. */
    static int errno(MemorySegment slot) {
        return slot.get(JAVA_INT, 0);
    }

    static String errorText(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.getString(0);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int socket(MemorySegment slot, int domain, int type, int protocol) {
        try {
            return (int) SOCKET.invokeExact(slot, domain, type, protocol);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int bind(MemorySegment slot, int fd, MemorySegment address) {
        try {
            return (int) BIND.invokeExact(slot, fd, address, (int) address.byteSize());
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int connect(MemorySegment slot, int fd, MemorySegment address) {
        try {
            return (int) CONNECT.invokeExact(slot, fd, address, (int) address.byteSize());
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int setsockopt(MemorySegment slot, int fd, int level, int option, MemorySegment value) {
        try {
            return (int) SETSOCKOPT.invokeExact(slot, fd, level, option, value, (int) value.byteSize());
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static long sendto(MemorySegment slot, int fd, MemorySegment data, long length, int flags, MemorySegment to) {
        try {
            return (long) SENDTO.invokeExact(slot, fd, data, length, flags, to, (int) to.byteSize());
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static long recvmsg(MemorySegment slot, int fd, MemorySegment message, int flags) {
        try {
            return (long) RECVMSG.invokeExact(slot, fd, message, flags);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static void close(MemorySegment slot, int fd) {
        try {
            int ignored = (int) CLOSE.invokeExact(slot, fd);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int open(MemorySegment slot, MemorySegment path, int flags, int mode) {
        try {
            return (int) OPEN.invokeExact(slot, path, flags, mode);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int setns(MemorySegment slot, int fd, int kind) {
        try {
            return (int) SETNS.invokeExact(slot, fd, kind);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int mlockall(MemorySegment slot, int flags) {
        try {
            return (int) MLOCKALL.invokeExact(slot, flags);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int scheduler(MemorySegment slot, int policy, MemorySegment priority) {
        try {
            return (int) SCHEDULER.invokeExact(slot, 0, policy, priority);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int nice(MemorySegment slot, int nice) {
        try {
            return (int) PRIORITY.invokeExact(slot, 0, 0, nice);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int kill(MemorySegment slot, int pid, int signal) {
        try {
            return (int) KILL.invokeExact(slot, pid, signal);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int mkfifo(MemorySegment slot, MemorySegment path, int mode) {
        try {
            return (int) MKFIFO.invokeExact(slot, path, mode);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int chown(MemorySegment slot, MemorySegment path, int user, int group) {
        try {
            return (int) CHOWN.invokeExact(slot, path, user, group);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static long write(MemorySegment slot, int fd, MemorySegment data) {
        try {
            return (long) WRITE.invokeExact(slot, fd, data, data.byteSize());
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A result below zero as an exception. */
    static int checked(int result, MemorySegment slot, String what) throws IOException {
        if (result < 0) {
            throw new SystemCallException(what, errno(slot));
        }
        return result;
    }
}
