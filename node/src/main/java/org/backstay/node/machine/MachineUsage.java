package org.backstay.node.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.backstay.node.Usage;
import org.backstay.node.transport.Transports;

/** What Linux says of this process under {@code /proc} (proc(5)), and the JVM of its heap. What can't be read is zero. */
final class MachineUsage implements Usage {
    /** Linux shows times in hundredths of a second, whatever the machine. */
    private static final double TICKS_A_SECOND = 100;

    private static final long KILOBYTE = 1_024;

    /** Fields of a stat file behind the program's name, which may contain blanks. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    private final Transports transport;

    MachineUsage(Transports transport) {
        this.transport = transport;
    }

    @Override
    public String multiplexing() {
        return transport.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Processor process() {
        return processor("/proc/self/stat");
    }

    @Override
    public Processor callingThread() {
        return processor("/proc/thread-self/stat");
    }

    private static Processor processor(String path) {
        String stat = read(path);
        if (stat.isEmpty()) {
            return Processor.NONE;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new Processor(
                Long.parseLong(fields[SYSTEM_TIME]) / TICKS_A_SECOND,
                Long.parseLong(fields[USER_TIME]) / TICKS_A_SECOND);
    }

    @Override
    public long residentBytes() {
        return bytes("/proc/self/status", "VmRSS:");
    }

    @Override
    public long machineBytes() {
        return bytes("/proc/meminfo", "MemTotal:");
    }

    /** The value of a line such as {@code VmRSS:  1234 kB}. */
    private static long bytes(String path, String field) {
        return read(path)
                .lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KILOBYTE)
                .findFirst()
                .orElse(0);
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException unreadable) {
            return "";
        }
    }

    @Override
    public long heapUsedBytes() {
        Runtime heap = Runtime.getRuntime();
        return heap.totalMemory() - heap.freeMemory();
    }

    @Override
    public long heapCommittedBytes() {
        return Runtime.getRuntime().totalMemory();
    }
}
