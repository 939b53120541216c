package org.backstay.resp.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What changed in a command after the version of the original that brought it, as COMMAND DOCS says. */
public final class CommandHistory {
    private static final int FIELDS = 3;

    /** A command's full name, the version, what is new in it. A command's lines are in the order of their versions. */
    private static final String LINES = """
            acl|getuser           6.2.0   Shows the patterns of channels.
            acl|getuser           7.0.0   Shows selectors, and patterns of keys and channels as rules, no longer as lists.
            acl|setuser           6.2.0   Takes patterns of channels.
            acl|setuser           7.0.0   Takes selectors, and whether a key may be read or written.
            auth                  6.0.0   Takes a user's name before the password.
            bgsave                3.2.2   Takes `SCHEDULE`.
            bitcount              7.0.0   Takes `BYTE|BIT`.
            bitpos                7.0.0   Takes `BYTE|BIT`.
            blpop                 6.0.0   Reads `timeout` as a double, before as an integer.
            brpop                 6.0.0   Reads `timeout` as a double, before as an integer.
            brpoplpush            6.0.0   Reads `timeout` as a double, before as an integer.
            bzpopmax              6.0.0   Reads `timeout` as a double, before as an integer.
            bzpopmin              6.0.0   Reads `timeout` as a double, before as an integer.
            client|kill           2.8.12  Takes filters by name.
            client|kill           2.8.12  Takes `ID`.
            client|kill           3.2.0   Knows the `TYPE` called `master`.
            client|kill           5.0.0   Calls a `TYPE` `replica`, and still understands `slave`.
            client|kill           6.2.0   Takes `LADDR`.
            client|list           2.8.12  Shows the `id`, which no other client gets.
            client|list           5.0.0   Filters by `TYPE`.
            client|list           6.0.0   Shows the `user`.
            client|list           6.2.0   Filters by `ID`; shows `argv-mem`, `tot-mem`, `laddr` and `redir`.
            client|list           7.0.0   Shows `resp`, `multi-mem`, `rbs` and `rbp`.
            client|list           7.0.3   Shows `ssub`.
            client|pause          6.2.0   Takes a `mode`, of which `CLIENT PAUSE WRITE` is new.
            cluster|meet          4.0.0   Takes `cluster_bus_port`.
            cluster|slots         4.0.0   Shows the nodes' IDs.
            cluster|slots         7.0.0   Shows more of how a node is reached.
            command|info          7.0.0   Without names, tells of all commands.
            config|get            7.0.0   Takes more patterns than one.
            config|set            7.0.0   Sets more parameters than one.
            exists                3.0.3   Takes more than one `key`.
            expire                7.0.0   Takes `NX`, `XX`, `GT` and `LT`.
            expireat              7.0.0   Takes `NX`, `XX`, `GT` and `LT`.
            flushall              4.0.0   Takes `ASYNC`.
            flushall              6.2.0   Takes `SYNC`.
            flushdb               4.0.0   Takes `ASYNC`.
            flushdb               6.2.0   Takes `SYNC`.
            geoadd                6.2.0   Takes `CH`, `NX` and `XX`.
            georadius             6.2.0   Takes `ANY` after `COUNT`.
            georadius             7.0.0   Understands units in upper case.
            georadius_ro          6.2.0   Takes `ANY` after `COUNT`.
            georadiusbymember     7.0.0   Understands units in upper case.
            geosearch             7.0.0   Understands units in upper case.
            geosearchstore        7.0.0   Understands units in upper case.
            hdel                  2.4.0   Takes more than one `field`.
            hello                 6.2.0   May be called without `protover`, to be told about the connection only.
            hset                  4.0.0   Takes more than one `field` and `value`.
            info                  7.0.0   Takes more sections than one.
            lpop                  6.2.0   Takes a `count`.
            lpush                 2.4.0   Takes more than one `element`.
            lpushx                4.0.0   Takes more than one `element`.
            migrate               3.0.0   Takes `COPY` and `REPLACE`.
            migrate               3.0.6   Takes `KEYS`.
            migrate               4.0.7   Takes `AUTH`.
            migrate               6.0.0   Takes `AUTH2`.
            pexpire               7.0.0   Takes `NX`, `XX`, `GT` and `LT`.
            pexpireat             7.0.0   Takes `NX`, `XX`, `GT` and `LT`.
            pttl                  2.8.0   Answers -2 for a key that is not there.
            renamenx              3.2.0   Answers 0, no longer an error, when both names are the same.
            restore               3.0.0   Takes `REPLACE`.
            restore               5.0.0   Takes `ABSTTL`.
            restore               5.0.0   Takes `IDLETIME` and `FREQ`.
            restore-asking        3.0.0   Takes `REPLACE`.
            restore-asking        5.0.0   Takes `ABSTTL`.
            restore-asking        5.0.0   Takes `IDLETIME` and `FREQ`.
            rpop                  6.2.0   Takes a `count`.
            rpush                 2.4.0   Takes more than one `element`.
            rpushx                4.0.0   Takes more than one `element`.
            sadd                  2.4.0   Takes more than one `member`.
            scan                  6.0.0   Filters by `TYPE`.
            script|flush          6.2.0   Takes `ASYNC` and `SYNC`.
            set                   2.6.12  Takes `EX`, `PX`, `NX` and `XX`.
            set                   6.0.0   Takes `KEEPTTL`.
            set                   6.2.0   Takes `GET`, `EXAT` and `PXAT`.
            set                   7.0.0   Takes `NX` and `GET` together.
            shutdown              7.0.0   Takes `NOW`, `FORCE` and `ABORT`.
            slowlog|get           4.0.0   Shows the client's address, port and name.
            spop                  3.2.0   Takes a `count`.
            srandmember           2.6.0   Takes a `count`.
            srem                  2.4.0   Takes more than one `member`.
            ttl                   2.8.0   Answers -2 for a key that is not there.
            xadd                  6.2.0   Takes `NOMKSTREAM`, trims by `MINID`, and no further than `LIMIT`.
            xadd                  7.0.0   Takes an ID whose second part it chooses: `<ms>-*`.
            xautoclaim            7.0.0   Answers which entries are gone and so were removed from what is pending.
            xgroup|create         7.0.0   Takes `entries_read`.
            xgroup|setid          7.0.0   Takes `entries_read`.
            xinfo|groups          7.0.0   Shows `entries-read` and `lag`.
            xinfo|stream          6.0.0   Takes `FULL`.
            xinfo|stream          7.0.0   Shows `max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, `entries-read` and `lag`.
            xpending              6.2.0   Filters by `IDLE`, and takes ranges without their ends.
            xrange                6.2.0   Takes ranges without their ends.
            xrevrange             6.2.0   Takes ranges without their ends.
            xsetid                7.0.0   Takes `entries_added` and `max_deleted_entry_id`.
            xtrim                 6.2.0   Trims by `MINID`, and no further than `LIMIT`.
            zadd                  2.4.0   Takes more members than one.
            zadd                  3.0.2   Takes `XX`, `NX`, `CH` and `INCR`.
            zadd                  6.2.0   Takes `GT` and `LT`.
            zrange                6.2.0   Takes `REV`, `BYSCORE`, `BYLEX` and `LIMIT`.
            zrangebyscore         2.0.0   Takes `WITHSCORES`.
            zrem                  2.4.0   Takes more members than one.
            zrevrangebyscore      2.1.6   Takes a `min` and a `max` that don't belong to the range.
            """;

    private CommandHistory() {}

    /**
     * A change in a command.
     *
     * @param since the version of the original that brought it
     * @param what a sentence; the names of arguments and fields in backquotes
     */
    public record Change(String since, String what) {}

    /** What changed in this command, oldest first; empty if nothing did. */
    public static List<Change> of(CommandSpec command) {
        return Parsed.BY_COMMAND.getOrDefault(command.fullName(), List.of());
    }

    /** Read when somebody asks, because hardly anybody does. */
    private static final class Parsed {
        static final Map<String, List<Change>> BY_COMMAND = parse();

        private static Map<String, List<Change>> parse() {
            Map<String, List<Change>> all = new HashMap<>();
            LINES.lines()
                    .map(line -> line.split(" +", FIELDS))
                    .forEach(fields -> all.computeIfAbsent(fields[0], command -> new ArrayList<>())
                            .add(new Change(fields[1], fields[2])));
            return all;
        }
    }
}
