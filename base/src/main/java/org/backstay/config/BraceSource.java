package org.backstay.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a configuration in braces after everything that works on lines: comments, {@code @host} conditions, {@code $NAME=}
 * definitions, {@code ~SEQ} and {@code ~LST} repetitions, and {@code include}. Each line knows where it was written.
 */
final class BraceSource {
    private static final int DEEPEST = 64;
    private static final int MOST_LINES = 200_000;
    private static final int LONGEST_LINE = 100_000;
    private static final Pattern CONDITION = Pattern.compile("@(\\^?)(\\S*)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern INCLUDE = Pattern.compile("include([rmwba]?)\\s+(.*)");

    /** One line, stripped of comments. */
    record Line(String text, String file, int number) {}

    private final Braces.Sources sources;
    private final Braces.Faults faults;
    private final String configId;
    private final BraceParameters parameters;
    private final List<Line> lines = new ArrayList<>();
    private @Nullable String pendingName;
    private final StringBuilder pending = new StringBuilder();

    BraceSource(Braces.Sources sources, Braces.Faults faults, String configId, RandomGenerator random) {
        this.sources = sources;
        this.faults = faults;
        this.configId = configId;
        this.parameters = new BraceParameters(configId, random);
    }

    List<Line> read(String path) throws IOException {
        file(path, 0);
        return lines;
    }

    private void file(String path, int depth) throws IOException {
        String text = new String(sources.read(path), StandardCharsets.ISO_8859_1);
        parameters.define("_PWD", BracePaths.directory(path));
        String[] raw = text.split("\n", -1);
        for (int i = 0; i < raw.length; i++) {
            Line line = new Line(decommented(raw[i].replace("\r", ""), path, i + 1), path, i + 1);
            if (pendingName != null) {
                continueDefinition(line.text);
            } else if (line.text.endsWith("\\") && BraceParameters.definition(line.text) == null) {
                StringBuilder joined = new StringBuilder(withoutBackslash(line.text));
                while (i + 1 < raw.length && (joined.length() < LONGEST_LINE)) {
                    String next = decommented(raw[++i].replace("\r", ""), path, i + 1);
                    joined.append(' ').append(withoutBackslash(next));
                    if (!next.endsWith("\\")) {
                        break;
                    }
                }
                feed(joined.toString(), line, depth);
            } else {
                feed(line.text, line, depth);
            }
        }
        endDefinition();
    }

    /** Everything that can stand before the words of a statement, until there is nothing left to replace. */
    private void feed(String text, Line at, int depth) {
        String rest = text.strip();
        if (rest.isEmpty()) {
            return;
        }
        if (depth > DEEPEST || lines.size() > MOST_LINES || rest.length() > LONGEST_LINE) {
            throw new ConfigException(
                    at.file, at.number, "lines that grow without end", "parameters and files that end");
        }
        Matcher condition = CONDITION.matcher(rest);
        if (rest.startsWith("@")) {
            if (condition.matches()
                    && condition.group(2).equals(configId) == condition.group(1).isEmpty()) {
                feed(condition.group(3), at, depth + 1);
            }
            return;
        }
        Matcher definition = BraceParameters.definition(rest);
        if (definition != null) {
            define(definition.group(1), definition.group(2));
            return;
        }
        if (rest.startsWith("~")) {
            repeat(rest, at, depth);
            return;
        }
        Matcher include = INCLUDE.matcher(rest);
        if (include.matches()) {
            include(include.group(1), include.group(2), at, depth);
            return;
        }
        replace(rest, at, depth);
    }

    private void replace(String rest, Line at, int depth) {
        String replaced = parameters.replaced(rest);
        if (replaced == null) {
            lines.add(new Line(rest, at.file, at.number));
            return;
        }
        for (String each : replaced.split("\n", -1)) {
            feed(each, at, depth + 1);
        }
    }

    private void define(String name, String value) {
        if (value.endsWith("\\")) {
            pendingName = name;
            pending.setLength(0);
            pending.append(withoutBackslash(value).strip());
        } else {
            parameters.define(name, value.strip());
        }
    }

    private void continueDefinition(String text) {
        if (pending.length() < LONGEST_LINE) {
            pending.append(pending.isEmpty() ? "" : "\n")
                    .append(withoutBackslash(text).strip());
        }
        if (!text.endsWith("\\")) {
            endDefinition();
        }
    }

    private void endDefinition() {
        if (pendingName != null) {
            parameters.define(pendingName, pending.toString());
            pendingName = null;
        }
    }

    private void repeat(String rest, Line at, int depth) {
        BraceRepetition repetition = BraceRepetition.parse(rest);
        if (repetition == null) {
            faults.fault(at.file, at.number, "Invalid ~SEQ or ~LST specification '" + rest + "'");
            return;
        }
        for (List<String> values : repetition.rounds()) {
            for (int i = 0; i < repetition.names().size(); i++) {
                parameters.define(repetition.names().get(i), values.get(i));
            }
            feed(repetition.rest(), at, depth + 1);
        }
    }

    private void include(String strictness, String pattern, Line at, int depth) {
        String name = String.join(" ", BraceWords.command(pattern));
        List<String> found = BracePaths.expand(BracePaths.resolve(at.file, name), sources);
        if (found.isEmpty() && !strictness.isEmpty() && !strictness.equals("r")) {
            faults.fault(at.file, at.number, "include " + name + " matches no file");
        }
        for (String each : found) {
            try {
                file(each, depth + 1);
            } catch (IOException unreadable) {
                faults.fault(at.file, at.number, "include " + each + " - file can't be read, ignored");
            }
        }
        parameters.define("_PWD", BracePaths.directory(at.file));
    }

    private static String withoutBackslash(String text) {
        return text.endsWith("\\") ? text.substring(0, text.length() - 1) : text;
    }

    /** Without what follows {@code #} or {@code !}, unless that is quoted or has a backslash before it. */
    private String decommented(String raw, String file, int number) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at++);
            if (c == '\\' && at < raw.length()) {
                char next = raw.charAt(at++);
                if (quoted || (next != '#' && next != '!')) {
                    text.append(c);
                }
                text.append(next);
                continue;
            }
            if (!quoted && (c == '#' || c == '!')) {
                break;
            }
            quoted ^= c == '"';
            text.append(c);
        }
        if (quoted) {
            faults.fault(file, number, "Unterminated quote '" + raw.strip() + "'");
        }
        return text.toString().strip();
    }
}
