package org.backstay.node.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of a unix domain socket. Its calls take microseconds and are made on the loop: the file must be gone before the bind, and have its
 * permissions before anybody is accepted.
 */
final class SocketFile {
    private final Path path;

    SocketFile(String path) {
        this.path = Path.of(path);
    }

    /** Removes what stands there, which a server left that was killed. What can't be removed makes the bind fail, with a reason. */
    void remove() {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            return;
        }
    }

    /**
     * Sets the permissions unless they are 0.
     *
     * @return why that can't be, or null
     */
    @Nullable
    IOException permit(int mode) {
        if (mode == 0) {
            return null;
        }
        try {
            Files.setPosixFilePermissions(path, permissions(mode));
            return null;
        } catch (IOException refusal) {
            return refusal;
        }
    }

    /** The constants stand in the order of the bits, the owner's right to read first. */
    private static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] rights = PosixFilePermission.values();
        Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < rights.length; i++) {
            if ((mode >> (rights.length - 1 - i) & 1) != 0) {
                granted.add(rights[i]);
            }
        }
        return granted;
    }
}
