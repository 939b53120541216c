package org.backstay.vrrp.tracker;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backstay.node.Disk;
import org.backstay.vrrp.config.FileConfig;
import org.jspecify.annotations.Nullable;

/** The number in a {@code track_file}. No file and no number are 0. */
public final class NumberFile {
    /** How often it is looked at, in milliseconds. */
    public static final long EVERY_MILLIS = 200;

    /** The original looks no further. */
    private static final int LONGEST_TEXT = 127;

    private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)");
    private static final BigInteger LEAST = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(1L << 31);

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
     * @return null when the number is none of 32 bits: what was there before counts
     */
    public @Nullable Long read(boolean first) throws IOException {
        Path path = Path.of(config.path());
        Integer initial = config.initial();
        if (first && initial != null && (config.overwrite() || !disk.exists(path))) {
            disk.replace(path, (initial + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        if (!disk.exists(path)) {
            return 0L;
        }
        byte[] bytes = disk.readAll(path);
        return number(new String(bytes, 0, Math.min(bytes.length, LONGEST_TEXT), StandardCharsets.ISO_8859_1));
    }

    /** The number that a text begins with, as C's {@code strtol} reads it: decimal, hexadecimal or octal; 0 when it begins with none. */
    static @Nullable Long number(String text) {
        Matcher match = NUMBER.matcher(text);
        if (!match.lookingAt()) {
            return 0L;
        }
        String digits = match.group(2);
        boolean hexadecimal = digits.length() > 1 && Character.toLowerCase(digits.charAt(1)) == 'x';
        int radix = hexadecimal ? 16 : digits.charAt(0) == '0' ? 8 : 10;
        BigInteger size = new BigInteger(hexadecimal ? digits.substring(2) : digits, radix);
        BigInteger value = match.group(1).equals("-") ? size.negate() : size;
        return value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0 ? null : value.longValue();
    }
}
