package org.backstay.node.machine;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Loads a native library that lies on the class path. Stateless. */
public final class BundledLibrary {
    private BundledLibrary() {}

    /**
     * Puts the library into a file for as long as the kernel needs to map it, and opens it for the rest of the process.
     *
     * @param resource its name on the class path
     * @throws IOException if there is no such resource, or nowhere to put it
     * @throws IllegalArgumentException if the linker refuses the file
     */
    public static SymbolLookup open(String resource) throws IOException {
        try (InputStream packed = BundledLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException("this build has no " + resource);
            }
            Path file = Files.createTempFile("backstay-", "-" + resource);
            try {
                Files.copy(packed, file, StandardCopyOption.REPLACE_EXISTING);
                return SymbolLookup.libraryLookup(file, Arena.global());
            } finally {
                Files.delete(file);
            }
        }
    }
}
