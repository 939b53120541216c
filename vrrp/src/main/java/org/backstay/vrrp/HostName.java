package org.backstay.vrrp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.backstay.node.machine.Machine;
import org.jspecify.annotations.Nullable;

/** This machine's name, as the kernel has it: no name service is asked. */
final class HostName {
    private static final Path FILE = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** The name; null when the kernel does not say. */
    static @Nullable String name() {
        try {
            return new String(Machine.disk().readAll(FILE), StandardCharsets.UTF_8).strip();
        } catch (IOException unknown) {
            return null;
        }
    }
}
