package org.backstay.proxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * nutcracker's command line, read as the original's getopt does: letters may stand together, a value may follow its letter at once,
 * long names may be cut short, and words that are no option are passed over.
 *
 * @param help {@code -h}
 * @param version {@code -V}
 * @param testConf {@code -t}
 * @param daemonize {@code -d}
 * @param describeStats {@code -D}
 * @param verbosity {@code -v}: 0 to 11
 * @param output {@code -o}: the log file; null for standard error
 * @param confFile {@code -c}
 * @param statsPort {@code -s}
 * @param statsAddress {@code -a}
 * @param pidFile {@code -p}; null for none
 * @param loops {@code --loops}, ours: how many loops share the clients; 0 for one a core
 */
public record Options(
        boolean help,
        boolean version,
        boolean testConf,
        boolean daemonize,
        boolean describeStats,
        int verbosity,
        @Nullable String output,
        String confFile,
        int statsPort,
        String statsAddress,
        @Nullable String pidFile,
        int loops) {
    /** The default of {@code -c}. */
    public static final String CONF_FILE = "conf/nutcracker.yml";

    private static final int SMALLEST_MBUF = 512;
    private static final int LARGEST_MBUF = 16 << 20;

    private static final Map<String, Character> LONG = Map.ofEntries(
            Map.entry("help", 'h'),
            Map.entry("version", 'V'),
            Map.entry("test-conf", 't'),
            Map.entry("daemonize", 'd'),
            Map.entry("describe-stats", 'D'),
            Map.entry("verbose", 'v'),
            Map.entry("output", 'o'),
            Map.entry("conf-file", 'c'),
            Map.entry("stats-port", 's'),
            Map.entry("stats-interval", 'i'),
            Map.entry("stats-addr", 'a'),
            Map.entry("pid-file", 'p'),
            Map.entry("mbuf-size", 'm'),
            Map.entry("loops", 'L'));

    private static final String PLAIN = "hVtdD";
    private static final String FILES = "ocp";
    private static final String NUMBERS = "vsimL";

    /** A command line that can't be used; the message is one line. */
    public static final class WrongUsage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongUsage(String message) {
            super("nutcracker: " + message);
        }
    }

    /** Reads the arguments, without the program's name. */
    public static Options parse(String... arguments) {
        Parser parser = new Parser();
        parser.parse(List.of(arguments));
        return parser.result();
    }

    /** What the letters have said so far. */
    private static final class Parser {
        private final StringBuilder plain = new StringBuilder();
        private int verbosity = 5;
        private @Nullable String output;
        private String confFile = CONF_FILE;
        private int statsPort = 22_222;
        private String statsAddress = "0.0.0.0";
        private @Nullable String pidFile;
        private int loops;

        Options result() {
            return new Options(
                    has('h'),
                    has('V'),
                    has('t'),
                    has('d'),
                    has('D'),
                    verbosity,
                    output,
                    confFile,
                    statsPort,
                    statsAddress,
                    pidFile,
                    loops);
        }

        private boolean has(char letter) {
            return plain.indexOf(String.valueOf(letter)) >= 0;
        }

        void parse(List<String> arguments) {
            List<String> words = new ArrayList<>(arguments);
            while (!words.isEmpty()) {
                String word = words.removeFirst();
                if (word.equals("--")) {
                    return;
                } else if (word.startsWith("--")) {
                    longOption(word.substring(2), words);
                } else if (word.startsWith("-") && word.length() > 1) {
                    letters(word.substring(1), words);
                }
            }
        }

        private void letters(String letters, List<String> words) {
            for (int i = 0; i < letters.length(); i++) {
                char letter = letters.charAt(i);
                if (PLAIN.indexOf(letter) >= 0) {
                    plain.append(letter);
                } else if (letter == 'L' || (FILES + NUMBERS + "a").indexOf(letter) < 0) {
                    throw new WrongUsage("invalid option -- '" + letter + "'");
                } else {
                    String rest = letters.substring(i + 1);
                    value(letter, rest.isEmpty() ? following(letter, words) : rest);
                    return;
                }
            }
        }

        private void longOption(String text, List<String> words) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            List<String> meant = LONG.keySet().stream()
                    .filter(known -> known.startsWith(name))
                    .toList();
            if (LONG.containsKey(name)) {
                meant = List.of(name);
            }
            if (meant.size() != 1 || name.isEmpty()) {
                throw new WrongUsage("invalid option -- '" + name + "'");
            }
            char letter = LONG.getOrDefault(meant.getFirst(), '?');
            if (PLAIN.indexOf(letter) < 0) {
                value(letter, equals < 0 ? following(letter, words) : text.substring(equals + 1));
            } else if (equals < 0) {
                plain.append(letter);
            } else {
                throw new WrongUsage("option --" + meant.getFirst() + " takes no value");
            }
        }

        private static String following(char letter, List<String> words) {
            if (!words.isEmpty()) {
                return words.removeFirst();
            }
            String kind =
                    FILES.indexOf(letter) >= 0 ? "a file name" : NUMBERS.indexOf(letter) >= 0 ? "a number" : "a string";
            throw new WrongUsage("option " + shown(letter) + " requires " + kind);
        }

        private void value(char letter, String value) {
            switch (letter) {
                case 'v' -> verbosity = number(letter, value);
                case 'o' -> output = value;
                case 'c' -> confFile = value;
                case 's' -> {
                    statsPort = number(letter, value);
                    if (statsPort < 1 || statsPort > 65_535) {
                        throw new WrongUsage("option -s value " + statsPort + " is not a valid port");
                    }
                }
                case 'i' -> number(letter, value);
                case 'a' -> statsAddress = value;
                case 'p' -> pidFile = value;
                case 'm' -> {
                    int size = number(letter, value);
                    if (size < SMALLEST_MBUF || size > LARGEST_MBUF) {
                        throw new WrongUsage(
                                "mbuf chunk size must be between " + SMALLEST_MBUF + " and " + LARGEST_MBUF + " bytes");
                    }
                }
                default -> {
                    loops = number(letter, value);
                    if (loops > 1024) {
                        throw new WrongUsage("option --loops value " + loops + " is more than 1024");
                    }
                }
            }
        }

        private static int number(char letter, String value) {
            if (value.isEmpty() || value.length() > 9 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new WrongUsage("option " + shown(letter) + " requires a number");
            }
            return Integer.parseInt(value);
        }

        private static String shown(char letter) {
            return letter == 'L' ? "--loops" : "-" + letter;
        }
    }
}
