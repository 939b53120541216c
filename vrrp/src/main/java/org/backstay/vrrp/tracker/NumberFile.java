package org.backstay.vrrp.tracker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.backstay.node.Disk;
import org.backstay.vrrp.config.FileConfig;

/** The number in a {@code track_file}. No file and no number are 0. */
public final class NumberFile {
    /** How often it is looked at, in milliseconds. */
    public static final long EVERY_MILLIS = 200;

    private static final int LONGEST_NUMBER = 12;

    private final FileConfig config;
    private final Disk disk;

    /** The file of a configuration. */
    public NumberFile(FileConfig config, Disk disk) {
        this.config = config;
        this.disk = disk;
    }

    /**
     * Reads it. Blocks, so a worker does it.
     *
     * @param first whether nothing was read before: the file may have to be made
     */
    public long read(boolean first) throws IOException {
        Path path = Path.of(config.path());
        Integer initial = config.initial();
        if (first && initial != null && (config.overwrite() || !disk.exists(path))) {
            disk.replace(path, (initial + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return disk.exists(path) ? number(new String(disk.readAll(path), StandardCharsets.ISO_8859_1)) : 0;
    }

    /** The number that a text begins with; 0 when it begins with none. */
    static long number(String text) {
        String rest = text.strip();
        int end = 0;
        while (end < rest.length()
                && end < LONGEST_NUMBER
                && (Character.digit(rest.charAt(end), 10) >= 0 || (end == 0 && "+-".indexOf(rest.charAt(0)) >= 0))) {
            end++;
        }
        try {
            return Long.parseLong(rest.substring(0, end));
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
