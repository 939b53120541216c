package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.ALLOW_BUSY;
import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.NO_MANDATORY_KEYS;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.SKIP_MONITOR;
import static org.backstay.resp.command.CommandFlag.STALE;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.ACCESS;
import static org.backstay.resp.command.KeySpec.Flag.RO;
import static org.backstay.resp.command.KeySpec.Flag.RW;
import static org.backstay.resp.command.KeySpec.Flag.UPDATE;

import java.util.List;

/** Commands for scripts and functions. */
public final class ScriptingRows {
    private static final CommandFamily SCRIPTING = new CommandFamily(CommandGroup.SCRIPTING, AclCategory.SCRIPTING);
    private static final CommandFamily CONTAINERS = new CommandFamily(CommandGroup.SCRIPTING);

    private static final String ANY_USE_RW =
            "We cannot tell how the keys will be used so we assume the worst, RW and UPDATE";
    private static final String ANY_USE_RO =
            "We cannot tell how the keys will be used so we assume the worst, RO and ACCESS";
    private static final String ALL_NODES = "request_policy:all_nodes";
    private static final String ALL_SHARDS = "request_policy:all_shards";
    private static final String ALL_SUCCEEDED = "response_policy:all_succeeded";
    private static final String ONE_SUCCEEDED = "response_policy:one_succeeded";

    public static final CommandSpec EVAL = SCRIPTING
            .row("eval", -3)
            .syntax("script numkeys:integer [key:key...] [arg...]")
            .is(NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS)
            .countedKeys(2, RW, ACCESS, UPDATE)
            .note(ANY_USE_RW)
            .since("2.6.0")
            .takes("by the script")
            .about("Runs a Lua script.");

    public static final CommandSpec EVALSHA = SCRIPTING
            .row("evalsha", -3)
            .syntax("sha1 numkeys:integer [key:key...] [arg...]")
            .is(NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS)
            .countedKeys(2, RW, ACCESS, UPDATE)
            .since("2.6.0")
            .takes("by the script")
            .about("Runs a Lua script that the server has, by its digest.");

    public static final CommandSpec EVAL_RO = SCRIPTING
            .row("eval_ro", -3)
            .syntax("script numkeys:integer [key:key...] [arg...]")
            .is(READONLY, NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS)
            .countedKeys(2, RO, ACCESS)
            .note(ANY_USE_RO)
            .since("7.0.0")
            .takes("by the script")
            .about("Runs a Lua script that only reads.");

    public static final CommandSpec EVALSHA_RO = SCRIPTING
            .row("evalsha_ro", -3)
            .syntax("sha1 numkeys:integer [key:key...] [arg...]")
            .is(READONLY, NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS)
            .countedKeys(2, RO, ACCESS)
            .since("7.0.0")
            .takes("by the script")
            .about("Runs a Lua script that the server has and that only reads, by its digest.");

    public static final CommandSpec FCALL = SCRIPTING
            .row("fcall", -3)
            .syntax("function numkeys:integer [key:key...] [arg...]")
            .is(NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS)
            .countedKeys(2, RW, ACCESS, UPDATE)
            .note(ANY_USE_RW)
            .since("7.0.0")
            .takes("by the function")
            .about("Calls a function.");

    public static final CommandSpec FCALL_RO = SCRIPTING
            .row("fcall_ro", -3)
            .syntax("function numkeys:integer [key:key...] [arg...]")
            .is(READONLY, NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS)
            .countedKeys(2, RO, ACCESS)
            .note(ANY_USE_RO)
            .since("7.0.0")
            .takes("by the function")
            .about("Calls a function that only reads.");

    public static final CommandSpec SCRIPT = CONTAINERS
            .row("script", -2)
            .since("2.6.0")
            .takes("by subcommand")
            .about("Looks after the scripts that the server has.");

    public static final CommandSpec SCRIPT_DEBUG = SCRIPTING
            .row("script", "debug", 3)
            .syntax("mode(YES | SYNC | NO)")
            .is(NOSCRIPT)
            .since("3.2.0")
            .takes("O(1)")
            .about("Switches the script debugger for this connection.");

    public static final CommandSpec SCRIPT_EXISTS = SCRIPTING
            .row("script", "exists", -3)
            .syntax("sha1...")
            .is(NOSCRIPT)
            .tips(ALL_SHARDS, "response_policy:agg_logical_and")
            .since("2.6.0")
            .takes("O(N)")
            .about("Says which scripts the server has.");

    public static final CommandSpec SCRIPT_FLUSH = SCRIPTING
            .row("script", "flush", -2)
            .syntax("[async(ASYNC | SYNC)@6.2.0]")
            .is(NOSCRIPT)
            .tips(ALL_NODES, ALL_SUCCEEDED)
            .since("2.6.0")
            .takes("O(N)")
            .about("Forgets all scripts.");

    public static final CommandSpec SCRIPT_HELP = SCRIPTING
            .row("script", "help", 2)
            .is(LOADING, STALE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of SCRIPT.");

    public static final CommandSpec SCRIPT_KILL = SCRIPTING
            .row("script", "kill", 2)
            .is(NOSCRIPT, ALLOW_BUSY)
            .tips(ALL_SHARDS, ONE_SUCCEEDED)
            .since("2.6.0")
            .takes("O(1)")
            .about("Stops the script that runs, if it has written nothing.");

    public static final CommandSpec SCRIPT_LOAD = SCRIPTING
            .row("script", "load", 3)
            .syntax("script")
            .is(NOSCRIPT, STALE)
            .tips(ALL_NODES, ALL_SUCCEEDED)
            .since("2.6.0")
            .takes("O(N)")
            .about("Keeps a script without running it.");

    public static final CommandSpec FUNCTION = CONTAINERS
            .row("function", -2)
            .since("7.0.0")
            .takes("by subcommand")
            .about("Looks after libraries of functions.");

    public static final CommandSpec FUNCTION_DELETE = SCRIPTING
            .row("function", "delete", 3)
            .syntax("library-name")
            .is(WRITE, NOSCRIPT)
            .tips(ALL_SHARDS, ALL_SUCCEEDED)
            .since("7.0.0")
            .takes("O(1)")
            .about("Deletes a library.");

    public static final CommandSpec FUNCTION_DUMP = SCRIPTING
            .row("function", "dump", 2)
            .is(NOSCRIPT)
            .since("7.0.0")
            .takes("O(N)")
            .about("Gives all libraries as bytes for RESTORE.");

    public static final CommandSpec FUNCTION_FLUSH = SCRIPTING
            .row("function", "flush", -2)
            .syntax("[async(ASYNC | SYNC)]")
            .is(WRITE, NOSCRIPT)
            .tips(ALL_SHARDS, ALL_SUCCEEDED)
            .since("7.0.0")
            .takes("O(N)")
            .about("Deletes all libraries.");

    public static final CommandSpec FUNCTION_HELP = SCRIPTING
            .row("function", "help", 2)
            .is(LOADING, STALE)
            .since("7.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of FUNCTION.");

    public static final CommandSpec FUNCTION_KILL = SCRIPTING
            .row("function", "kill", 2)
            .is(NOSCRIPT, ALLOW_BUSY)
            .tips(ALL_SHARDS, ONE_SUCCEEDED)
            .since("7.0.0")
            .takes("O(1)")
            .about("Stops the function that runs, if it has written nothing.");

    public static final CommandSpec FUNCTION_LIST = SCRIPTING
            .row("function", "list", -2)
            .syntax("[LIBRARYNAME=library-name-pattern] [WITHCODE]")
            .is(NOSCRIPT)
            .tips("nondeterministic_output_order")
            .since("7.0.0")
            .takes("O(N)")
            .about("Describes libraries and their functions.");

    public static final CommandSpec FUNCTION_LOAD = SCRIPTING
            .row("function", "load", -3)
            .syntax("[REPLACE] function-code")
            .is(WRITE, DENYOOM, NOSCRIPT)
            .tips(ALL_SHARDS, ALL_SUCCEEDED)
            .since("7.0.0")
            .takes("O(1) besides compiling")
            .about("Compiles a library and keeps it.");

    public static final CommandSpec FUNCTION_RESTORE = SCRIPTING
            .row("function", "restore", -3)
            .syntax("serialized-value [policy(FLUSH | APPEND | REPLACE)]")
            .is(WRITE, DENYOOM, NOSCRIPT)
            .tips(ALL_SHARDS, ALL_SUCCEEDED)
            .since("7.0.0")
            .takes("O(N)")
            .about("Loads libraries that DUMP gave.");

    public static final CommandSpec FUNCTION_STATS = SCRIPTING
            .row("function", "stats", 2)
            .is(NOSCRIPT, ALLOW_BUSY)
            .tips("nondeterministic_output", ALL_SHARDS, "response_policy:special")
            .since("7.0.0")
            .takes("O(1)")
            .about("Describes the function that runs, and counts libraries.");

    /** All of them. */
    public static final List<CommandSpec> ALL = java.util.stream.Stream.concat(
                    CONTAINERS.rows().stream(), SCRIPTING.rows().stream())
            .toList();

    private ScriptingRows() {}
}
