package org.backstay.redis.scripting;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.backstay.config.QuotedWords;
import org.backstay.redis.server.CommandException;
import org.backstay.scripting.ScriptFlag;

/**
 * What a script says about itself in its first line, {@code #!lua flags=no-writes,allow-stale}.
 *
 * @param isCompatible whether there is no such line, so that the script may do all that scripts could before there were flags
 * @param flags what it declares
 * @param length the bytes of the line, without its end
 */
record ScriptDeclaration(boolean isCompatible, Set<ScriptFlag> flags, int length) {
    private static final ScriptDeclaration NONE = new ScriptDeclaration(true, Set.of(), 0);
    private static final String FLAGS = "flags=";

    /** Reads a script's first line. */
    static ScriptDeclaration of(byte[] script) {
        if (script.length < 2 || script[0] != '#' || script[1] != '!') {
            return NONE;
        }
        int end = 0;
        while (end < script.length && script[end] != '\n') {
            end++;
        }
        if (end == script.length) {
            throw new CommandException("ERR Invalid script shebang");
        }
        List<String> words = QuotedWords.split(new String(script, 0, end, StandardCharsets.ISO_8859_1));
        if (words == null || words.isEmpty()) {
            throw new CommandException("ERR Invalid engine in script shebang");
        }
        if (!words.getFirst().equals("#!lua")) {
            throw new CommandException("ERR Unexpected engine in script shebang: " + words.getFirst());
        }
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (String word : words.subList(1, words.size())) {
            if (!word.startsWith(FLAGS)) {
                throw new CommandException("ERR Unknown lua shebang option: " + word);
            }
            addFlags(word.substring(FLAGS.length()), flags);
        }
        return new ScriptDeclaration(false, flags, end);
    }

    private static void addFlags(String list, Set<ScriptFlag> flags) {
        if (list.isEmpty()) {
            return;
        }
        for (String word : list.split(",", -1)) {
            ScriptFlag flag = ScriptFlag.of(word);
            if (flag == null) {
                throw new CommandException("ERR Unexpected flag in script shebang: " + word);
            }
            flags.add(flag);
        }
    }

    /** Declares a function's flags. */
    static ScriptDeclaration of(Set<ScriptFlag> flags) {
        return new ScriptDeclaration(false, flags, 0);
    }

    boolean has(ScriptFlag flag) {
        return flags.contains(flag);
    }

    /** Whether it may write: only a declaration can say no. */
    boolean mayWrite() {
        return !has(ScriptFlag.NO_WRITES);
    }
}
