package org.backstay.redis.persistence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.backstay.node.Disk;

/**
 * The name that Linux gives to the time between two starts of the machine. While it is the same, everything that was written to a file is
 * in it, whatever became of the process that wrote.
 */
final class BootId {
    private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** The name; empty where the system does not tell. */
    static String read(Disk disk) {
        try {
            return disk.exists(FILE) ? new String(disk.readAll(FILE), StandardCharsets.US_ASCII).strip() : "";
        } catch (IOException untold) {
            return "";
        }
    }
}
