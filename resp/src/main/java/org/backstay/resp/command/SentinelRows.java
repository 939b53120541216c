package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.ADMIN;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.STALE;

import java.util.List;

/** Commands that only a sentinel knows. */
public final class SentinelRows {
    private static final CommandFamily SENTINELS = new CommandFamily(CommandGroup.SENTINEL);

    public static final CommandSpec SENTINEL = SENTINELS
            .row("sentinel", -2)
            .is(ADMIN)
            .since("2.8.4")
            .takes("by subcommand")
            .about("Looks at what the sentinel watches and steers it.");

    public static final CommandSpec SENTINEL_MASTERS = SENTINELS
            .row("sentinel", "masters", 2)
            .is(ADMIN)
            .since("2.8.4")
            .takes("O(N)")
            .about("Describes the masters it watches.");

    public static final CommandSpec SENTINEL_MASTER = SENTINELS
            .row("sentinel", "master", 3)
            .is(ADMIN)
            .since("2.8.4")
            .takes("O(1)")
            .about("Describes one master.");

    public static final CommandSpec SENTINEL_REPLICAS = SENTINELS
            .row("sentinel", "replicas", 3)
            .is(ADMIN)
            .since("5.0.0")
            .takes("O(N)")
            .about("Describes a master's replicas.");

    public static final CommandSpec SENTINEL_SLAVES = SENTINELS
            .row("sentinel", "slaves", 3)
            .is(ADMIN)
            .since("2.8.0")
            .takes("O(N)")
            .about("Describes a master's replicas; the old name of SENTINEL REPLICAS.");

    public static final CommandSpec SENTINEL_SENTINELS = SENTINELS
            .row("sentinel", "sentinels", 3)
            .is(ADMIN)
            .since("2.8.4")
            .takes("O(N)")
            .about("Describes the other sentinels of a master.");

    public static final CommandSpec SENTINEL_GET_MASTER_ADDR_BY_NAME = SENTINELS
            .row("sentinel", "get-master-addr-by-name", 3)
            .is(ADMIN)
            .since("2.8.4")
            .takes("O(1)")
            .about("Tells where a master is now.");

    public static final CommandSpec SENTINEL_IS_MASTER_DOWN_BY_ADDR = SENTINELS
            .row("sentinel", "is-master-down-by-addr", 6)
            .is(ADMIN)
            .since("2.8.4")
            .takes("O(1)")
            .about("Tells another sentinel whether a master seems down, and votes.");

    public static final CommandSpec SENTINEL_RESET = SENTINELS
            .row("sentinel", "reset", 3)
            .is(ADMIN)
            .since("2.8.4")
            .takes("O(N)")
            .about("Forgets what is known of masters whose names fit a pattern.");

    public static final CommandSpec SENTINEL_FAILOVER = SENTINELS
            .row("sentinel", "failover", 3)
            .is(ADMIN)
            .since("2.8.4")
            .takes("none")
            .about("Replaces a master without asking the other sentinels.");

    public static final CommandSpec SENTINEL_CKQUORUM = SENTINELS
            .row("sentinel", "ckquorum", 3)
            .is(ADMIN)
            .since("2.8.4")
            .takes("none")
            .about("Tells whether enough sentinels can be reached to fail over.");

    public static final CommandSpec SENTINEL_MONITOR = SENTINELS
            .row("sentinel", "monitor", 6)
            .is(ADMIN)
            .since("2.8.4")
            .takes("O(1)")
            .about("Begins to watch a master.");

    public static final CommandSpec SENTINEL_REMOVE = SENTINELS
            .row("sentinel", "remove", 3)
            .is(ADMIN)
            .since("2.8.4")
            .takes("O(1)")
            .about("Stops watching a master.");

    public static final CommandSpec SENTINEL_SET = SENTINELS
            .row("sentinel", "set", -5)
            .is(ADMIN)
            .since("2.8.4")
            .takes("O(1)")
            .about("Changes how a master is watched.");

    public static final CommandSpec SENTINEL_FLUSHCONFIG = SENTINELS
            .row("sentinel", "flushconfig", 2)
            .is(ADMIN)
            .since("2.8.4")
            .takes("O(1)")
            .about("Writes the state into the configuration file.");

    public static final CommandSpec SENTINEL_CONFIG = SENTINELS
            .row("sentinel", "config", -3)
            .is(ADMIN)
            .since("6.2.0")
            .takes("O(1)")
            .about("Reads or changes the sentinel's own settings.");

    public static final CommandSpec SENTINEL_MYID = SENTINELS
            .row("sentinel", "myid", 2)
            .is(ADMIN)
            .since("6.2.0")
            .takes("O(1)")
            .about("Tells the sentinel's identity.");

    public static final CommandSpec SENTINEL_INFO_CACHE = SENTINELS
            .row("sentinel", "info-cache", -3)
            .is(ADMIN)
            .since("3.2.0")
            .takes("O(N)")
            .about("Shows the last INFO replies of masters and replicas.");

    public static final CommandSpec SENTINEL_PENDING_SCRIPTS = SENTINELS
            .row("sentinel", "pending-scripts", 2)
            .is(ADMIN)
            .since("2.8.4")
            .takes("none")
            .about("Lists the scripts that wait or run.");

    public static final CommandSpec SENTINEL_SIMULATE_FAILURE = SENTINELS
            .row("sentinel", "simulate-failure", -3)
            .is(ADMIN)
            .since("3.2.0")
            .takes("none")
            .about("Makes the sentinel crash at a moment of the failover, for tests.");

    public static final CommandSpec SENTINEL_DEBUG = SENTINELS
            .row("sentinel", "debug", -2)
            .is(ADMIN)
            .since("7.0.0")
            .takes("O(N)")
            .about("Reads or changes the sentinel's intervals, for tests.");

    public static final CommandSpec SENTINEL_HELP = SENTINELS
            .row("sentinel", "help", 2)
            .is(LOADING, STALE)
            .since("6.2.0")
            .takes("O(1)")
            .about("Lists the subcommands of SENTINEL.");

    /** All of them. */
    public static final List<CommandSpec> ALL = SENTINELS.rows();

    private SentinelRows() {}
}
