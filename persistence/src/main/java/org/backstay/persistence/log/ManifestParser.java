package org.backstay.persistence.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.backstay.persistence.log.Manifest.LogFile;
import org.backstay.persistence.log.Manifest.LogFile.Kind;

/** Reads a manifest line by line; what is wrong is said with the line's number. */
final class ManifestParser {
    private static final int LEAST_WORDS = 6;

    private final String name;
    private final List<LogFile> files = new ArrayList<>();
    private int line;

    ManifestParser(String name) {
        this.name = name;
    }

    Manifest parse(String text) throws LogFormatException {
        for (String one : text.split("\n", -1)) {
            line++;
            if (one.isEmpty() && line > 1) {
                continue; // what follows the last line's end
            }
            if (!one.startsWith("#")) {
                add(parseLine(one.strip()));
            }
        }
        if (files.isEmpty()) {
            throw error("no file is named");
        }
        return new Manifest(files);
    }

    private void add(LogFile file) throws LogFormatException {
        if (files.size() == Manifest.MAX_FILES) {
            throw error("more than " + Manifest.MAX_FILES + " files");
        }
        for (LogFile before : files) {
            if (file.kind() == Kind.BASE && before.kind() == Kind.BASE) {
                throw error("a second base, \"" + file.name() + "\"");
            }
            if (file.kind() == Kind.INCREMENT
                    && before.kind() == Kind.INCREMENT
                    && before.sequence() >= file.sequence()) {
                throw error("increment " + file.sequence() + " after increment " + before.sequence());
            }
        }
        files.add(file);
    }

    private LogFile parseLine(String text) throws LogFormatException {
        List<String> words = words(text);
        if (words.size() < LEAST_WORDS || words.size() % 2 != 0) {
            throw error("expected \"file NAME seq NUMBER type b|i|h\", found \"" + text + "\"");
        }
        String file = null;
        long sequence = 0;
        Kind kind = null;
        for (int i = 0; i < words.size(); i += 2) {
            String value = words.get(i + 1);
            switch (words.get(i).toLowerCase(Locale.ROOT)) {
                case "file" -> file = value;
                case "seq" -> sequence = sequence(value);
                case "type" -> kind = kind(value);
                default -> {} // a later version's
            }
        }
        if (file == null || file.isEmpty() || sequence == 0 || kind == null) {
            throw error("a file needs a name, a sequence number from 1 and a type, found \"" + text + "\"");
        }
        if (file.contains("/") || file.contains("\\")) {
            throw error("\"" + file + "\" is a path, not a name");
        }
        return new LogFile(file, sequence, kind);
    }

    private long sequence(String text) throws LogFormatException {
        try {
            long value = Long.parseLong(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below, with the same words
        }
        throw error("a sequence number from 1 was expected, found \"" + text + "\"");
    }

    private Kind kind(String text) throws LogFormatException {
        return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case 'b' -> Kind.BASE;
            case 'i' -> Kind.INCREMENT;
            case 'h' -> Kind.HISTORY;
            default -> throw error("the type is one of b, i and h, found \"" + text + "\"");
        };
    }

    /** Words between spaces; double quotes hold a name with spaces together, and a backslash holds the next character. */
    private List<String> words(String text) throws LogFormatException {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (!quoted && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quoted) {
            throw error("a quote that is not closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    private LogFormatException error(String what) {
        return new LogFormatException(name, "line " + line, what);
    }
}
