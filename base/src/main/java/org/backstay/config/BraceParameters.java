package org.backstay.config;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a configuration in braces: {@code $NAME=value} defines, {@code ${NAME}} or {@code $NAME} before white space is
 * replaced. What is not defined stays as it is written. Replaced when used, so a value may name parameters that change meanwhile.
 */
final class BraceParameters {
    private static final Pattern DEFINITION = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
    private static final Pattern USE = Pattern.compile(
            "\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)((?:\\s+\\d+){0,2})\\s*\\}|([A-Za-z_][A-Za-z0-9_]*)(?=\\s|$))");
    private static final int LARGEST_RANDOM = 32_767;

    private final Map<String, String> values = new HashMap<>();
    private final RandomGenerator random;

    BraceParameters(String configId, RandomGenerator random) {
        this.random = random;
        values.put("_INSTANCE", configId);
        values.put("_HASH", "#");
        values.put("_BANG", "!");
    }

    /** A definition: its name in group 1, its value in group 2; null when the line is none. */
    static @Nullable Matcher definition(String line) {
        Matcher matcher = DEFINITION.matcher(line);
        return matcher.matches() ? matcher : null;
    }

    void define(String name, String value) {
        values.put(name, value);
    }

    /** The line with its first defined parameter replaced; null when it has none. The value may have several lines. */
    @Nullable
    String replaced(String line) {
        Matcher use = USE.matcher(line);
        while (use.find()) {
            String value = value(use);
            if (value != null) {
                return line.substring(0, use.start()) + value + line.substring(use.end());
            }
        }
        return null;
    }

    private @Nullable String value(Matcher use) {
        String name = use.group(1) == null ? use.group(3) : use.group(1);
        if (!"_RANDOM".equals(name)) {
            return values.get(name);
        }
        String range = use.group(2) == null ? "" : use.group(2).strip();
        String[] limits = range.isEmpty() ? new String[0] : range.split("\\s+");
        int least = limits.length > 0 ? bounded(limits[0]) : 0;
        int most = limits.length > 1 ? bounded(limits[1]) : LARGEST_RANDOM;
        return Integer.toString(least >= most ? least : random.nextInt(least, most + 1));
    }

    private static int bounded(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE - 1 : Integer.parseInt(digits);
    }
}
