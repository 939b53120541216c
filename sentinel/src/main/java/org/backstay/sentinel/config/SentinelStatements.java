package org.backstay.sentinel.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.backstay.config.ConfigException;
import org.backstay.config.Statement;
import org.backstay.node.Clock;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Roster;
import org.backstay.sentinel.model.SentinelState;

/**
 * The {@code sentinel ...} statements: a row each, with the words it takes and what it sets. Read in three passes, whatever their order
 * in the file: what holds for all, then the masters, then what is said about a master.
 */
public final class SentinelStatements {
    private enum Pass {
        GLOBAL,
        MONITOR,
        MASTER
    }

    @FunctionalInterface
    private interface Setter {
        void set(Statement statement) throws Roster.Refused;
    }

    @FunctionalInterface
    private interface MasterSetter {
        void set(MonitoredMaster master, Statement statement) throws Roster.Refused;
    }

    private record Row(Pass pass, String usage, int least, int most, Setter setter) {}

    private final SentinelState state;
    private final Roster roster;
    private final Predicate<String> executable;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /**
     * Makes the table.
     *
     * @param executable whether a path names something that can be run
     */
    public SentinelStatements(SentinelState state, Roster roster, Predicate<String> executable) {
        this.state = state;
        this.roster = roster;
        this.executable = executable;
        globals();
        row(Pass.MONITOR, "monitor <name> <host> <port> <quorum>", this::monitor);
        masters();
        remembered();
    }

    /**
     * What the statements say, without a sentinel: to check a file, or to read it.
     *
     * @throws ConfigException for the first that makes no sense
     */
    public static SentinelState stateOf(List<Statement> statements, Predicate<String> executable, Clock clock) {
        SentinelState state = new SentinelState();
        Roster roster = new Roster(state, host -> Names.isIp(host) ? host : "", new Time(clock));
        new SentinelStatements(state, roster, executable).apply(statements);
        return state;
    }

    /**
     * Puts the statements into force.
     *
     * @throws ConfigException for the first that can't be; the state is then of no use
     */
    public void apply(List<Statement> statements) {
        for (Pass pass : Pass.values()) {
            for (Statement statement : statements) {
                Row row = rowOf(statement);
                if (row.pass == pass) {
                    apply(row, statement);
                }
            }
        }
    }

    private Row rowOf(Statement statement) {
        Row row = statement.size() < 1 ? null : rows.get(statement.argument(1).toLowerCase(Locale.ROOT));
        if (row == null) {
            throw statement.error(quoted(statement), "a sentinel statement");
        }
        int arguments = statement.size() - 1;
        if (arguments < row.least || arguments > row.most) {
            throw statement.error(quoted(statement), "sentinel " + row.usage);
        }
        return row;
    }

    private static void apply(Row row, Statement statement) {
        try {
            row.setter.set(statement);
        } catch (Roster.Refused refused) {
            throw statement.error(quoted(statement), "sentinel " + row.usage + " (" + refused.getMessage() + ")");
        }
    }

    private void globals() {
        global("announce-ip <ip>", s -> state.settings.announceIp = nullIfEmpty(s.argument(2)));
        global("announce-port <port>", s -> state.settings.announcePort = (int) number(s, 2, 0, 65_535));
        global("deny-scripts-reconfig <yes|no>", s -> state.settings.denyScriptsReconfig = yesNo(s));
        global("sentinel-user <name>", s -> state.settings.sentinelUser = nullIfEmpty(s.argument(2)));
        global("sentinel-pass <password>", s -> state.settings.sentinelPass = nullIfEmpty(s.argument(2)));
        global("current-epoch <epoch>", s -> raiseEpoch(epoch(s, 2)));
        global("myid <id>", this::myId);
        global("resolve-hostnames <yes|no>", s -> state.settings.resolveHostnames = yesNo(s));
        global("announce-hostnames <yes|no>", s -> state.settings.announceHostnames = yesNo(s));
    }

    private void masters() {
        master("down-after-milliseconds <name> <milliseconds>", (m, s) -> m.downAfter(millis(s, 1)));
        master("failover-timeout <name> <milliseconds>", (m, s) -> m.failoverTimeout = millis(s, 1));
        master("parallel-syncs <name> <count>", (m, s) -> m.parallelSyncs = (int) number(s, 3, 0, Integer.MAX_VALUE));
        master("notification-script <name> <path>", (m, s) -> m.notificationScript = script(s));
        master("client-reconfig-script <name> <path>", (m, s) -> m.clientReconfigScript = script(s));
        master("auth-pass <name> <password>", (m, s) -> m.authPass = s.argument(3));
        master("auth-user <name> <user>", (m, s) -> m.authUser = s.argument(3));
        master("rename-command <name> <command> <renamed-command>", SentinelStatements::renameCommand);
        master("master-reboot-down-after-period <name> <milliseconds>", (m, s) -> m.rebootDownAfter = millis(s, 0));
    }

    /** What earlier runs, ours or a stock sentinel's, found out. */
    private void remembered() {
        master("config-epoch <name> <epoch>", (m, s) -> {
            m.configEpoch = epoch(s, 3);
            raiseEpoch(m.configEpoch);
        });
        master("leader-epoch <name> <epoch>", (m, s) -> {
            m.votedEpoch = epoch(s, 3);
            m.durableVoteEpoch = m.votedEpoch;
        });
        master("known-replica <name> <host> <port>", this::knownReplica);
        master("known-slave <name> <host> <port>", this::knownReplica);
        Setter knownSentinel = s -> knownSentinel(named(s), s);
        rows.put(
                "known-sentinel",
                new Row(Pass.MASTER, "known-sentinel <name> <host> <port> [<id>]", 3, 4, knownSentinel));
    }

    private void global(String usage, Setter setter) {
        row(Pass.GLOBAL, usage, setter);
    }

    private void master(String usage, MasterSetter setter) {
        row(Pass.MASTER, usage, s -> setter.set(named(s), s));
    }

    private void row(Pass pass, String usage, Setter setter) {
        String[] words = usage.split(" ", -1);
        int arguments = words.length - 1;
        rows.put(words[0], new Row(pass, usage, arguments, arguments, setter));
    }

    private MonitoredMaster named(Statement statement) {
        MonitoredMaster master = roster.master(statement.argument(2));
        if (master == null) {
            throw statement.error("the name '" + statement.argument(2) + "'", "a name given by sentinel monitor");
        }
        return master;
    }

    private void monitor(Statement s) throws Roster.Refused {
        int quorum = (int) number(s, 5, 1, Integer.MAX_VALUE);
        roster.addMaster(s.argument(2), s.argument(3), number(s, 4, 0, 65_535), quorum);
    }

    private void myId(Statement s) {
        if (s.argument(2).length() != SentinelState.ID_LENGTH) {
            throw s.error(quoted(s), "an id of " + SentinelState.ID_LENGTH + " characters");
        }
        state.myId = s.argument(2);
    }

    private void raiseEpoch(long epoch) {
        state.currentEpoch = Math.max(state.currentEpoch, epoch);
    }

    private String script(Statement s) {
        if (!executable.test(s.argument(3))) {
            throw s.error("'" + s.argument(3) + "'", "a script that exists and can be executed");
        }
        return s.argument(3);
    }

    private static void renameCommand(MonitoredMaster master, Statement s) {
        if (master.renamedCommands.putIfAbsent(s.argument(3), s.argument(4)) != null) {
            throw s.error(quoted(s), "each command renamed once");
        }
    }

    private void knownReplica(MonitoredMaster master, Statement s) throws Roster.Refused {
        roster.addReplica(master, s.argument(3), number(s, 4, 0, 65_535));
    }

    /** The old form without an ID is read and forgotten: the sentinel will say hello. */
    private void knownSentinel(MonitoredMaster master, Statement s) throws Roster.Refused {
        if (s.size() == 5) {
            roster.addSentinel(master, s.argument(5), s.argument(3), number(s, 4, 0, 65_535));
        }
    }

    private static long millis(Statement s, long least) {
        return number(s, 3, least, Integer.MAX_VALUE);
    }

    private static long epoch(Statement s, int argument) {
        return number(s, argument, 0, Long.MAX_VALUE);
    }

    private static long number(Statement s, int argument, long least, long most) {
        String word = s.argument(argument);
        long value;
        try {
            value = Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw s.error("'" + word + "'", "a number");
        }
        if (value < least || value > most) {
            throw s.error(word, "a number from " + least + " to " + most);
        }
        return value;
    }

    private static boolean yesNo(Statement s) {
        return switch (s.argument(2).toLowerCase(Locale.ROOT)) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw s.error("'" + s.argument(2) + "'", "yes or no");
        };
    }

    private static @org.jspecify.annotations.Nullable String nullIfEmpty(String word) {
        return word.isEmpty() ? null : word;
    }

    private static String quoted(Statement statement) {
        return "'" + String.join(" ", statement.words()) + "'";
    }
}
