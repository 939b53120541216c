package org.backstay.resp.command;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That a command should not be used any more, as COMMAND DOCS says.
 *
 * @param since the version of the original from which on
 * @param replacement what to use instead; names in backquotes
 */
public record Deprecation(String since, String replacement) {
    private static final String GEOSEARCH_READS = "`GEOSEARCH` by `BYRADIUS`";
    private static final String GEOSEARCH_STORES = "`GEOSEARCH` or `GEOSEARCHSTORE`, by `BYRADIUS`";

    private static final Map<String, Deprecation> ALL = Map.ofEntries(
            Map.entry("substr", new Deprecation("2.0.0", "`GETRANGE`")),
            Map.entry("hmset", new Deprecation("4.0.0", "`HSET` with more pairs than one")),
            Map.entry("slaveof", new Deprecation("5.0.0", "`REPLICAOF`")),
            Map.entry("cluster|slaves", new Deprecation("5.0.0", "`CLUSTER REPLICAS`")),
            Map.entry("cluster|slots", new Deprecation("7.0.0", "`CLUSTER SHARDS`")),
            Map.entry("getset", new Deprecation("6.2.0", "`SET` with `!GET`")),
            Map.entry("rpoplpush", new Deprecation("6.2.0", "`LMOVE` from `RIGHT` to `LEFT`")),
            Map.entry("brpoplpush", new Deprecation("6.2.0", "`BLMOVE` from `RIGHT` to `LEFT`")),
            Map.entry("zrangebylex", new Deprecation("6.2.0", "`ZRANGE` with `BYLEX`")),
            Map.entry("zrangebyscore", new Deprecation("6.2.0", "`ZRANGE` with `BYSCORE`")),
            Map.entry("zrevrange", new Deprecation("6.2.0", "`ZRANGE` with `REV`")),
            Map.entry("zrevrangebylex", new Deprecation("6.2.0", "`ZRANGE` with `REV`, `BYLEX`")),
            Map.entry("zrevrangebyscore", new Deprecation("6.2.0", "`ZRANGE` with `REV`, `BYSCORE`")),
            Map.entry("georadius", new Deprecation("6.2.0", GEOSEARCH_STORES)),
            Map.entry("georadius_ro", new Deprecation("6.2.0", GEOSEARCH_READS)),
            Map.entry("georadiusbymember", new Deprecation("6.2.0", GEOSEARCH_STORES + " and `FROMMEMBER`")),
            Map.entry("georadiusbymember_ro", new Deprecation("6.2.0", GEOSEARCH_READS + " and `FROMMEMBER`")));

    /** Commands that are for servers and tests, not for clients. */
    private static final Set<String> OF_THE_SYSTEM =
            Set.of("debug", "pfdebug", "pfselftest", "replconf", "restore-asking");

    /** Whether this command should not be used any more, or null if it may be. */
    public static @Nullable Deprecation of(CommandSpec command) {
        return ALL.get(command.fullName());
    }

    /** Whether this command is for servers and tests, not for clients. */
    public static boolean isOfTheSystem(CommandSpec command) {
        return OF_THE_SYSTEM.contains(command.fullName());
    }
}
