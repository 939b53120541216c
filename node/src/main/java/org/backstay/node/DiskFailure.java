package org.backstay.node;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in the kernel's words. Stateless. */
public final class DiskFailure {
    private DiskFailure() {}

    /** The reason alone, without the path that the JDK's message is for some failures. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "No such file or directory";
            case AccessDeniedException denied -> "Permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
