package org.backstay.vrrp.config;

import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** A {@code FILE_CHECK}: it has none of the other checkers' options. */
final class FileCheckReader {
    private static final long EVERY = 200_000_000;

    private static final Keywords<FileCheckReader> KEYWORDS = new Keywords<FileCheckReader>()
            .on("track_file", (c, w) -> c.file = w.required(1))
            .on("weight", FileCheckReader::weight);

    private final Words opening;
    private @Nullable String file;
    private @Nullable Integer weight;
    private boolean reverse;

    private FileCheckReader(Words opening) {
        this.opening = opening;
    }

    static FileCheckReader read(Words opening) {
        FileCheckReader reader = new FileCheckReader(opening);
        KEYWORDS.read(reader, opening.block().body(), opening.diagnostics());
        return reader;
    }

    private void weight(Words words) {
        weight = words.integer(1, -Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
        reverse = "reverse".equals(words.optional(2));
    }

    /** The checker; reported and null when it has no file. */
    @Nullable
    CheckerConfig build(Map<String, FileConfig> files, IpAddress server, int port) {
        FileConfig known = file == null ? null : files.get(file);
        if (known == null) {
            opening.fault(
                    file == null
                            ? "FILE_CHECK has no track_file specified - ignoring"
                            : "track_file " + file + " not found");
            return null;
        }
        Integer own = weight;
        ProbeConfig probe = own == null
                ? new ProbeConfig.File(known, known.weight(), known.reverse())
                : new ProbeConfig.File(known, own, reverse);
        return new CheckerConfig(
                probe, new CheckerConfig.Target(server, port, null, EVERY), false, 0, 0, EVERY, 0, false);
    }
}
