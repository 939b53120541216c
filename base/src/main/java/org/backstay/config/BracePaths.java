package org.backstay.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.backstay.base.bytes.Glob;

/** The files that an {@code include} names: relative to the file it stands in, with shell wildcards and braces. */
final class BracePaths {
    private static final int MOST_FILES = 10_000;

    private BracePaths() {}

    static String directory(String file) {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : file.substring(0, slash);
    }

    static String resolve(String includingFile, String name) {
        return name.startsWith("/") || includingFile.lastIndexOf('/') < 0
                ? name
                : directory(includingFile) + "/" + name;
    }

    /** The paths meant by a pattern, sorted within each directory; one without wildcards is taken as it is. */
    static List<String> expand(String pattern, Braces.Sources sources) {
        List<String> found = new ArrayList<>();
        for (String each : alternatives(pattern)) {
            if (isWild(each)) {
                match(each.startsWith("/") ? "/" : "", each.split("/+"), 0, sources, found);
            } else {
                found.add(each);
            }
        }
        return found;
    }

    private static boolean isWild(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0 || name.indexOf('[') >= 0;
    }

    private static void match(String base, String[] parts, int at, Braces.Sources sources, List<String> found) {
        if (at == parts.length) {
            found.add(base);
            return;
        }
        String part = parts[at];
        if (part.isEmpty() || !isWild(part)) {
            match(part.isEmpty() ? base : joined(base, part), parts, at + 1, sources, found);
            return;
        }
        Glob glob = Glob.of(part.getBytes(StandardCharsets.UTF_8));
        for (String name : names(base, sources)) {
            boolean hidden = name.startsWith(".") && !part.startsWith(".");
            if (!hidden && found.size() < MOST_FILES && glob.matches(name.getBytes(StandardCharsets.UTF_8))) {
                match(joined(base, name), parts, at + 1, sources, found);
            }
        }
    }

    private static List<String> names(String directory, Braces.Sources sources) {
        try {
            return sources.list(directory.isEmpty() ? "." : directory);
        } catch (IOException noSuchDirectory) {
            return List.of();
        }
    }

    private static String joined(String base, String name) {
        return base.isEmpty() || base.endsWith("/") ? base + name : base + "/" + name;
    }

    /** {@code {a,b/{c,d}}} as csh reads it. */
    private static List<String> alternatives(String pattern) {
        int open = pattern.indexOf('{');
        int close = open < 0 ? -1 : closing(pattern, open);
        if (close < 0) {
            return List.of(pattern);
        }
        List<String> all = new ArrayList<>();
        for (String choice : choices(pattern.substring(open + 1, close))) {
            if (all.size() < MOST_FILES) {
                all.addAll(alternatives(pattern.substring(0, open) + choice + pattern.substring(close + 1)));
            }
        }
        return all;
    }

    private static int closing(String pattern, int open) {
        int depth = 0;
        for (int i = open; i < pattern.length(); i++) {
            depth += pattern.charAt(i) == '{' ? 1 : pattern.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> choices(String inside) {
        List<String> choices = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ',' && depth == 0) {
                choices.add(inside.substring(from, i));
                from = i + 1;
            }
        }
        choices.add(inside.substring(from));
        return choices;
    }
}
