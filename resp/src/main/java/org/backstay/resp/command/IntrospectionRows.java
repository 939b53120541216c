package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.ADMIN;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.NO_ASYNC_LOADING;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.STALE;
import static org.backstay.resp.command.KeySpec.Flag.RO;

import java.util.List;

/** Commands that look into the server: COMMAND, CONFIG, LATENCY, MEMORY, MODULE, SLOWLOG. */
public final class IntrospectionRows {
    private static final CommandFamily INSPECTION = new CommandFamily(CommandGroup.SERVER);

    public static final CommandSpec COMMAND = INSPECTION
            .row("command", -1)
            .is(LOADING, STALE)
            .in(AclCategory.CONNECTION)
            .tips("nondeterministic_output_order")
            .since("2.8.13")
            .takes("O(N)")
            .about("Describes all commands.");

    public static final CommandSpec COMMAND_COUNT = INSPECTION
            .row("command", "count", 2)
            .is(LOADING, STALE)
            .in(AclCategory.CONNECTION)
            .since("2.8.13")
            .takes("O(1)")
            .about("Counts the commands.");

    public static final CommandSpec COMMAND_DOCS = INSPECTION
            .row("command", "docs", -2)
            .syntax("[command-name...]")
            .is(LOADING, STALE)
            .in(AclCategory.CONNECTION)
            .tips("nondeterministic_output_order")
            .since("7.0.0")
            .takes("O(N)")
            .about("Gives the documentation of commands.");

    public static final CommandSpec COMMAND_GETKEYS = INSPECTION
            .row("command", "getkeys", -4)
            .is(LOADING, STALE)
            .in(AclCategory.CONNECTION)
            .since("2.8.13")
            .takes("O(N)")
            .about("Names the keys in a command.");

    public static final CommandSpec COMMAND_GETKEYSANDFLAGS = INSPECTION
            .row("command", "getkeysandflags", -4)
            .is(LOADING, STALE)
            .in(AclCategory.CONNECTION)
            .since("7.0.0")
            .takes("O(N)")
            .about("Names the keys in a command and what happens to them.");

    public static final CommandSpec COMMAND_HELP = INSPECTION
            .row("command", "help", 2)
            .is(LOADING, STALE)
            .in(AclCategory.CONNECTION)
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of COMMAND.");

    public static final CommandSpec COMMAND_INFO = INSPECTION
            .row("command", "info", -2)
            .syntax("[command-name...]")
            .is(LOADING, STALE)
            .in(AclCategory.CONNECTION)
            .tips("nondeterministic_output_order")
            .since("2.8.13")
            .takes("O(N)")
            .about("Describes the named commands, or all.");

    public static final CommandSpec COMMAND_LIST = INSPECTION
            .row("command", "list", -2)
            .syntax("[FILTERBY=filterby(MODULE=module-name | ACLCAT=category | PATTERN=pattern:pattern)]")
            .is(LOADING, STALE)
            .in(AclCategory.CONNECTION)
            .tips("nondeterministic_output_order")
            .since("7.0.0")
            .takes("O(N)")
            .about("Names the commands.");

    public static final CommandSpec CONFIG = INSPECTION
            .row("config", -2)
            .since("2.0.0")
            .takes("by subcommand")
            .about("Reads the configuration and changes it.");

    public static final CommandSpec CONFIG_GET = INSPECTION
            .row("config", "get", -3)
            .syntax("parameter(parameter)...")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("2.0.0")
            .takes("O(N)")
            .about("Shows the directives whose names fit patterns.");

    public static final CommandSpec CONFIG_HELP = INSPECTION
            .row("config", "help", 2)
            .is(LOADING, STALE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of CONFIG.");

    public static final CommandSpec CONFIG_RESETSTAT = INSPECTION
            .row("config", "resetstat", 2)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("2.0.0")
            .takes("O(1)")
            .about("Sets the statistics of INFO back to zero.");

    public static final CommandSpec CONFIG_REWRITE = INSPECTION
            .row("config", "rewrite", 2)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("2.8.0")
            .takes("O(1)")
            .about("Writes the configuration in use into its file.");

    public static final CommandSpec CONFIG_SET = INSPECTION
            .row("config", "set", -4)
            .syntax("parameter_value(parameter value)...")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .since("2.0.0")
            .takes("O(N)")
            .about("Changes directives, all of them or none.");

    public static final CommandSpec LATENCY =
            INSPECTION.row("latency", -2).since("2.8.13").takes("by subcommand").about("Looks at what took long.");

    public static final CommandSpec LATENCY_DOCTOR = INSPECTION
            .row("latency", "doctor", 2)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special")
            .since("2.8.13")
            .takes("O(1)")
            .about("Judges the recorded delays in words.");

    public static final CommandSpec LATENCY_GRAPH = INSPECTION
            .row("latency", "graph", 3)
            .syntax("event")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special")
            .since("2.8.13")
            .takes("O(1)")
            .about("Draws the delays of an event.");

    public static final CommandSpec LATENCY_HELP = INSPECTION
            .row("latency", "help", 2)
            .is(LOADING, STALE)
            .since("2.8.13")
            .takes("O(1)")
            .about("Lists the subcommands of LATENCY.");

    public static final CommandSpec LATENCY_HISTOGRAM = INSPECTION
            .row("latency", "histogram", -2)
            .syntax("[command...]")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special")
            .since("7.0.0")
            .takes("O(N)")
            .about("Gives the distribution of commands' durations.");

    public static final CommandSpec LATENCY_HISTORY = INSPECTION
            .row("latency", "history", 3)
            .syntax("event")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special")
            .since("2.8.13")
            .takes("O(1)")
            .about("Gives the recorded delays of an event.");

    public static final CommandSpec LATENCY_LATEST = INSPECTION
            .row("latency", "latest", 2)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special")
            .since("2.8.13")
            .takes("O(1)")
            .about("Gives the last delay of each event.");

    public static final CommandSpec LATENCY_RESET = INSPECTION
            .row("latency", "reset", -2)
            .syntax("[event...]")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .since("2.8.13")
            .takes("O(1)")
            .about("Forgets the delays of events.");

    public static final CommandSpec MEMORY =
            INSPECTION.row("memory", -2).since("4.0.0").takes("by subcommand").about("Looks at where memory goes.");

    public static final CommandSpec MEMORY_DOCTOR = INSPECTION
            .row("memory", "doctor", 2)
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .since("4.0.0")
            .takes("O(1)")
            .about("Judges the use of memory in words.");

    public static final CommandSpec MEMORY_HELP = INSPECTION
            .row("memory", "help", 2)
            .is(LOADING, STALE)
            .since("4.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of MEMORY.");

    public static final CommandSpec MEMORY_MALLOC_STATS = INSPECTION
            .row("memory", "malloc-stats", 2)
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .since("4.0.0")
            .takes("by what is allocated")
            .about("Shows the allocator's statistics.");

    public static final CommandSpec MEMORY_PURGE = INSPECTION
            .row("memory", "purge", 2)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .since("4.0.0")
            .takes("by what is allocated")
            .about("Gives free memory back to the system.");

    public static final CommandSpec MEMORY_STATS = INSPECTION
            .row("memory", "stats", 2)
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .since("4.0.0")
            .takes("O(1)")
            .about("Shows what memory is used for.");

    public static final CommandSpec MEMORY_USAGE = INSPECTION
            .row("memory", "usage", -3)
            .syntax("key:key [SAMPLES=count:integer]")
            .is(READONLY)
            .key(2, RO)
            .since("4.0.0")
            .takes("O(N)")
            .about("Estimates the memory of one key.");

    public static final CommandSpec MODULE = INSPECTION
            .row("module", -2)
            .since("4.0.0")
            .takes("by subcommand")
            .about("Looks at modules and loads them.");

    public static final CommandSpec MODULE_HELP = INSPECTION
            .row("module", "help", 2)
            .is(LOADING, STALE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of MODULE.");

    public static final CommandSpec MODULE_LIST = INSPECTION
            .row("module", "list", 2)
            .is(ADMIN, NOSCRIPT)
            .tips("nondeterministic_output_order")
            .since("4.0.0")
            .takes("O(N)")
            .about("Lists the loaded modules.");

    public static final CommandSpec MODULE_LOAD = INSPECTION
            .row("module", "load", -3)
            .syntax("path [arg...]")
            .is(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
            .since("4.0.0")
            .takes("O(1)")
            .about("Loads a module.");

    public static final CommandSpec MODULE_LOADEX = INSPECTION
            .row("module", "loadex", -3)
            .syntax("path [CONFIG*=configs(name value)...] [ARGS=args(arg)...]")
            .is(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
            .since("7.0.0")
            .takes("O(1)")
            .about("Loads a module with its configuration.");

    public static final CommandSpec MODULE_UNLOAD = INSPECTION
            .row("module", "unload", 3)
            .syntax("name")
            .is(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
            .since("4.0.0")
            .takes("O(1)")
            .about("Unloads a module.");

    public static final CommandSpec SLOWLOG = INSPECTION
            .row("slowlog", -2)
            .since("2.2.12")
            .takes("by subcommand")
            .about("Looks at commands that took long.");

    public static final CommandSpec SLOWLOG_GET = INSPECTION
            .row("slowlog", "get", -2)
            .syntax("[count:integer]")
            .is(ADMIN, LOADING, STALE)
            .tips("nondeterministic_output", "request_policy:all_nodes")
            .since("2.2.12")
            .takes("O(N)")
            .about("Shows the slow commands.");

    public static final CommandSpec SLOWLOG_HELP = INSPECTION
            .row("slowlog", "help", 2)
            .is(LOADING, STALE)
            .since("6.2.0")
            .takes("O(1)")
            .about("Lists the subcommands of SLOWLOG.");

    public static final CommandSpec SLOWLOG_LEN = INSPECTION
            .row("slowlog", "len", 2)
            .is(ADMIN, LOADING, STALE)
            .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:agg_sum")
            .since("2.2.12")
            .takes("O(1)")
            .about("Counts the slow commands.");

    public static final CommandSpec SLOWLOG_RESET = INSPECTION
            .row("slowlog", "reset", 2)
            .is(ADMIN, LOADING, STALE)
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .since("2.2.12")
            .takes("O(N)")
            .about("Forgets the slow commands.");

    /** All of them. */
    public static final List<CommandSpec> ALL = INSPECTION.rows();

    private IntrospectionRows() {}
}
