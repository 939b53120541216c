package org.backstay.stack;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that up, down, status and drill share.
 *
 * @param folder where the stack lies, absolute
 * @param folderGiven whether {@code --dir} said so
 * @param detach go on in the background
 * @param json where drill writes its report, null for nowhere; for status any value asks for JSON
 * @param yes do not ask before breaking a running stack
 * @param rounds how many masters drill kills, one after the other
 */
record StackArguments(
        Path folder,
        boolean folderGiven,
        boolean detach,
        @Nullable String json,
        boolean yes,
        int rounds) {
    private static final String DEFAULT_FOLDER = "backstay-data";
    private static final int MOST_ROUNDS = 100;

    /** A wrong argument; the message is one line. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static StackArguments parse(String command, List<String> words) {
        Path folder = Path.of(DEFAULT_FOLDER);
        boolean folderGiven = false;
        boolean detach = false;
        boolean yes = false;
        String json = null;
        int rounds = 1;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "--dir" -> {
                    folder = Path.of(valueOf(words, i++));
                    folderGiven = true;
                }
                case "--detach", "-d" -> detach = allowed(command, "up", word);
                case "--yes", "-y" -> yes = allowed(command, "drill", word);
                case "--json" -> json = command.equals("drill") ? valueOf(words, i++) : "-";
                case "--rounds" -> {
                    allowed(command, "drill", word);
                    rounds = number(words, i++, MOST_ROUNDS);
                }
                default ->
                    throw new UsageException("'" + word + "' is no argument of " + command + "; ./backstay " + command
                            + " --help lists them");
            }
        }
        return new StackArguments(folder.toAbsolutePath().normalize(), folderGiven, detach, json, yes, rounds);
    }

    private static boolean allowed(String command, String only, String word) {
        if (!command.equals(only)) {
            throw new UsageException(word + " is an argument of " + only + ", not of " + command);
        }
        return true;
    }

    private static String valueOf(List<String> words, int i) {
        if (i + 1 >= words.size()) {
            throw new UsageException(words.get(i) + " needs a value");
        }
        return words.get(i + 1);
    }

    private static int number(List<String> words, int i, int most) {
        String text = valueOf(words, i);
        try {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, in the same words as a number out of range
        }
        throw new UsageException(words.get(i) + " needs a number from 1 to " + most + ", not '" + text + "'");
    }
}
