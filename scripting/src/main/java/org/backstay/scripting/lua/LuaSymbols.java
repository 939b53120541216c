package org.backstay.scripting.lua;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Makes handles of the native library's functions. Stateless; used while the interface's classes load. */
final class LuaSymbols {
    private static final Linker LINKER = Linker.nativeLinker();

    private LuaSymbols() {}

    /** A function that returns soon and never comes back to Java: called without telling the virtual machine, in a few nanoseconds. */
    static MethodHandle brief(String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(segment(name), type(result, arguments), Linker.Option.critical(false));
    }

    /** A brief function that may be given an array on the heap. */
    static MethodHandle briefWithHeap(String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(segment(name), type(result, arguments), Linker.Option.critical(true));
    }

    /** A function of any kind. */
    static MethodHandle any(String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(segment(name), type(result, arguments));
    }

    private static FunctionDescriptor type(@Nullable MemoryLayout result, MemoryLayout... arguments) {
        return result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
    }

    private static MemorySegment segment(String name) {
        return LuaLibrary.symbols().findOrThrow(name);
    }

    static long address(String name) {
        return segment(name).address();
    }

    /** A function pointer through which native code calls Java, for as long as the arena lives. */
    static long callback(MethodHandle target, FunctionDescriptor type, Arena lifetime) {
        return LINKER.upcallStub(target, type, lifetime).address();
    }

    static AssertionError unexpected(Throwable failure) {
        return new AssertionError("a native call does not throw", failure);
    }
}
