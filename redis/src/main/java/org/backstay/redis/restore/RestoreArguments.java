package org.backstay.redis.restore;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.persistence.log.RestoreTarget;
import org.backstay.redis.config.PersistenceDirectives;
import org.jspecify.annotations.Nullable;

/**
 * What redis-restore was asked for.
 *
 * @param from a server's {@code dir}
 * @param to where the restore ends; null to list what can be restored
 * @param into the new {@code dir}; null to list
 * @param appendDirname the log's folder in both
 * @param appendFilename the first part of its files' names
 */
record RestoreArguments(
        Path from, @Nullable RestoreTarget to, @Nullable Path into, String appendDirname, String appendFilename) {
    private static final int LONGEST_NUMBER = 18;

    /** A wrong argument; the message is one line. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /**
     * Reads the arguments.
     *
     * @param zone the zone of times that name none
     */
    static RestoreArguments parse(List<String> words, ZoneId zone) {
        Map<String, String> values = new HashMap<>();
        boolean list = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "--list" -> list = true;
                case "--from", "--to", "--into", "--appenddirname", "--appendfilename" -> {
                    i++;
                    if (i == words.size()) {
                        throw new UsageException(word + " needs a value");
                    }
                    values.put(word, words.get(i));
                }
                default -> throw new UsageException("'" + word + "' is no argument; --help lists them");
            }
        }
        String to = values.get("--to");
        String into = values.get("--into");
        if (list == (to != null || into != null)) {
            throw new UsageException("either --list, or --to and --into, say what to do");
        }
        if (!list && (to == null || into == null)) {
            throw new UsageException("--to and --into belong together");
        }
        return new RestoreArguments(
                path(required(values.get("--from"))),
                to == null ? null : target(to, zone),
                into == null ? null : path(into),
                values.getOrDefault("--appenddirname", PersistenceDirectives.APPENDDIRNAME.standard()),
                values.getOrDefault("--appendfilename", PersistenceDirectives.APPENDFILENAME.standard()));
    }

    private static String required(@Nullable String from) {
        if (from == null) {
            throw new UsageException("--from must say which server's dir to read");
        }
        return from;
    }

    private static Path path(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }

    private static RestoreTarget target(String text, ZoneId zone) {
        if (isNumber(text)) {
            return new RestoreTarget.Offset(Long.parseLong(text));
        }
        if (text.startsWith("@") && isNumber(text.substring(1))) {
            return new RestoreTarget.Time(Long.parseLong(text.substring(1)));
        }
        return new RestoreTarget.Time(instant(text, zone).getEpochSecond());
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NUMBER
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Instant instant(String text, ZoneId zone) {
        String iso = text.replace(' ', 'T');
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException withoutZone) {
            try {
                return LocalDateTime.parse(iso).atZone(zone).toInstant();
            } catch (DateTimeException neither) {
                throw new UsageException("--to needs an offset, @SECONDS since 1970, or a time as 2026-01-31T23:59:59"
                        + " (with Z or +02:00, if not in this machine's zone), not '" + text + "'");
            }
        }
    }
}
