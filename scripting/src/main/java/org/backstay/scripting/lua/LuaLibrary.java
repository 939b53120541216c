package org.backstay.scripting.lua;

import java.io.IOException;
import java.lang.foreign.SymbolLookup;
import java.util.Locale;
import org.backstay.node.machine.BundledLibrary;
import org.jspecify.annotations.Nullable;

/** The native library with Lua in it, opened when the first script needs it. */
public final class LuaLibrary {
    private static final @Nullable SymbolLookup SYMBOLS;
    private static final String REASON;

    static {
        SymbolLookup symbols = null;
        String reason = "";
        try {
            symbols = BundledLibrary.open(fileName(System.getProperty("os.name"), System.getProperty("os.arch")));
        } catch (IOException | IllegalArgumentException e) {
            reason = String.valueOf(e.getMessage());
        }
        SYMBOLS = symbols;
        REASON = reason;
    }

    private LuaLibrary() {}

    /** The library's name for an operating system and a processor, as the JDK calls them. */
    static String fileName(String system, String processor) {
        String os = system.toLowerCase(Locale.ROOT);
        String suffix = os.startsWith("windows") ? ".dll" : os.startsWith("mac") ? ".dylib" : ".so";
        String prefix = suffix.equals(".dll") ? "lua51" : "liblua51";
        return prefix
                + switch (processor) {
                    case "amd64", "x86_64" -> "64";
                    case "aarch64" -> "arm64";
                    default -> "-" + processor;
                }
                + suffix;
    }

    /** Why Lua cannot run on this machine, or null when it can. */
    public static @Nullable String unavailableBecause() {
        return SYMBOLS == null ? REASON : null;
    }

    static SymbolLookup symbols() {
        if (SYMBOLS == null) {
            throw new IllegalStateException(REASON);
        }
        return SYMBOLS;
    }
}
