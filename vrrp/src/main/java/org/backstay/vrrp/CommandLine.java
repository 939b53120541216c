package org.backstay.vrrp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * keepalived's arguments, in the forms that getopt_long(3) reads: {@code -f FILE}, {@code -fFILE}, {@code -nlD}, {@code --use-file=FILE},
 * {@code --use-file FILE}.
 */
final class CommandLine {
    /** Whether an option is followed by something. */
    private enum Takes {
        NOTHING,
        WORD,
        /** Only if it is written together with the option. */
        MAYBE
    }

    /** The options. */
    enum Option {
        USE_FILE('f', "use-file", Takes.WORD, "Use the specified configuration file"),
        VRRP('P', "vrrp", Takes.NOTHING, "Only run the VRRP subsystem"),
        CHECK('C', "check", Takes.NOTHING, "Only run the health-checker subsystem"),
        NO_BFD('B', "no_bfd", Takes.NOTHING, "Don't run the BFD subsystem"),
        ALL('\0', "all", Takes.NOTHING, "Run all subsystems, even without configuration"),
        LOG_CONSOLE('l', "log-console", Takes.NOTHING, "Log messages to the local console"),
        LOG_DETAIL('D', "log-detail", Takes.NOTHING, "Detailed log messages"),
        LOG_FACILITY('S', "log-facility", Takes.WORD, "Set the syslog facility: {0-7|local{0-7}|user|daemon}"),
        LOG_FILE('g', "log-file", Takes.WORD, "Also log to FILE"),
        FLUSH_LOG_FILE('\0', "flush-log-file", Takes.NOTHING, "Flush the log file on every write"),
        NO_SYSLOG('G', "no-syslog", Takes.NOTHING, "Don't log to syslog"),
        RELEASE_VIPS('X', "release-vips", Takes.NOTHING, "Drop the VIPs on transition from signal"),
        DONT_RELEASE_VRRP('V', "dont-release-vrrp", Takes.NOTHING, "Don't remove the VIPs on daemon stop"),
        DONT_RELEASE_IPVS('I', "dont-release-ipvs", Takes.NOTHING, "Don't remove the IPVS topology on daemon stop"),
        DONT_RESPAWN('R', "dont-respawn", Takes.NOTHING, "Don't respawn child processes"),
        DONT_FORK('n', "dont-fork", Takes.NOTHING, "Run in the foreground"),
        DUMP_CONF('d', "dump-conf", Takes.NOTHING, "Dump the configuration data"),
        PID('p', "pid", Takes.WORD, "Use the specified pid file for the parent process"),
        VRRP_PID('r', "vrrp_pid", Takes.WORD, "Use the specified pid file for the VRRP process"),
        CHECKERS_PID('c', "checkers_pid", Takes.WORD, "Use the specified pid file for the checkers process"),
        BFD_PID('b', "bfd_pid", Takes.WORD, "Use the specified pid file for the BFD process"),
        ADDRESS_MONITORING('a', "address-monitoring", Takes.NOTHING, "Report all address additions and deletions"),
        NAMESPACE('s', "namespace", Takes.WORD, "Run in network namespace NAME"),
        ALL_CONFIG('e', "all-config", Takes.NOTHING, "Fail if any configuration file is missing"),
        CONFIG_ID('i', "config-id", Takes.WORD, "Skip configuration lines for other ids than ID"),
        SNMP('x', "snmp", Takes.NOTHING, "Accepted for compatibility"),
        SNMP_SOCKET('A', "snmp-agent-socket", Takes.WORD, "Accepted for compatibility"),
        UMASK('u', "umask", Takes.WORD, "Accepted for compatibility"),
        CORE_DUMP('m', "core-dump", Takes.NOTHING, "Accepted for compatibility"),
        CORE_PATTERN('M', "core-dump-pattern", Takes.MAYBE, "Accepted for compatibility"),
        SIGNUM(
                '\0',
                "signum",
                Takes.WORD,
                "Print the number of the signal for STOP|RELOAD|DATA|STATS|STATS_CLEAR|JSON"),
        CONFIG_TEST('t', "config-test", Takes.MAYBE, "Check the configuration, to standard error or FILE"),
        PERF('\0', "perf", Takes.MAYBE, "Accepted for compatibility"),
        DEBUG('\0', "debug", Takes.MAYBE, "Accepted for compatibility"),
        NO_MEM_CHECK('\0', "no-mem-check", Takes.NOTHING, "Accepted for compatibility"),
        VERSION('v', "version", Takes.NOTHING, "Display the version"),
        HELP('h', "help", Takes.NOTHING, "Display this help");

        private final char letter;
        private final String word;
        private final Takes takes;
        private final String text;

        Option(char letter, String word, Takes takes, String text) {
            this.letter = letter;
            this.word = word;
            this.takes = takes;
            this.text = text;
        }

        /** One line of the help. */
        String line() {
            String start = letter == '\0' ? "      --" : "  -" + letter + ", --";
            String value = takes == Takes.WORD ? "=..." : takes == Takes.MAYBE ? "[=...]" : "";
            return String.format("%-36s %s", start + word + value, text);
        }
    }

    /** The arguments make no sense. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    private final Map<Option, String> given = new EnumMap<>(Option.class);

    private CommandLine() {}

    static CommandLine parse(String[] arguments) throws UsageException {
        CommandLine line = new CommandLine();
        List<String> words = new ArrayList<>(List.of(arguments));
        while (!words.isEmpty()) {
            String word = words.removeFirst();
            if (word.startsWith("--")) {
                line.longOption(word.substring(2), words);
            } else if (word.startsWith("-") && word.length() > 1) {
                line.letters(word.substring(1), words);
            } else {
                throw new UsageException("unexpected argument '" + word + "'");
            }
        }
        return line;
    }

    private void longOption(String word, List<String> rest) throws UsageException {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        for (Option each : Option.values()) {
            if (each.word.equals(name)) {
                if (equals >= 0 && each.takes == Takes.NOTHING) {
                    throw new UsageException("option '--" + name + "' takes no value");
                }
                String value =
                        equals >= 0 ? word.substring(equals + 1) : each.takes == Takes.WORD ? next(name, rest) : "";
                given.put(each, value);
                return;
            }
        }
        throw new UsageException("unknown option '--" + name + "'");
    }

    private void letters(String letters, List<String> rest) throws UsageException {
        for (int i = 0; i < letters.length(); i++) {
            Option option = letter(letters.charAt(i));
            if (option.takes == Takes.NOTHING) {
                given.put(option, "");
                continue;
            }
            String together = letters.substring(i + 1);
            boolean fromRest = together.isEmpty() && option.takes == Takes.WORD;
            given.put(option, fromRest ? next(String.valueOf(option.letter), rest) : together);
            return;
        }
    }

    private static Option letter(char letter) throws UsageException {
        for (Option each : Option.values()) {
            if (each.letter == letter) {
                return each;
            }
        }
        throw new UsageException("unknown option '-" + letter + "'");
    }

    private static String next(String option, List<String> rest) throws UsageException {
        if (rest.isEmpty()) {
            throw new UsageException("option '" + option + "' needs a value");
        }
        return rest.removeFirst();
    }

    boolean has(Option option) {
        return given.containsKey(option);
    }

    /** What follows an option; null when the option is not there. */
    @Nullable
    String value(Option option) {
        return given.get(option);
    }

    String value(Option option, String otherwise) {
        return given.getOrDefault(option, otherwise);
    }
}
