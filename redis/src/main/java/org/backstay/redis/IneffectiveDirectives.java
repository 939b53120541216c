package org.backstay.redis;

import java.util.List;
import java.util.stream.Stream;
import org.backstay.config.Directive;
import org.backstay.config.Settings;
import org.backstay.node.Log;
import org.backstay.redis.config.DirectivesWithoutEffect;
import org.backstay.redis.config.MemoryDirectives;
import org.backstay.redis.config.RedisDirectives;

/** Says once, in the log, which directives were given a value that has no effect here, and why. Stateless. */
final class IneffectiveDirectives {
    /** Beside those that never have an effect. */
    private static final List<Directive<?>> ROWS = List.of(
            RedisDirectives.SYSLOG_ENABLED,
            RedisDirectives.LIST_COMPRESS_DEPTH,
            RedisDirectives.ALWAYS_SHOW_LOGO,
            MemoryDirectives.LAZYFREE_LAZY_EXPIRE,
            MemoryDirectives.LAZYFREE_LAZY_SERVER_DEL,
            MemoryDirectives.LAZYFREE_LAZY_USER_DEL,
            MemoryDirectives.REPLICA_LAZY_FLUSH);

    private IneffectiveDirectives() {}

    static void say(Settings settings, Log log) {
        Stream.concat(ROWS.stream(), DirectivesWithoutEffect.ROWS.stream())
                .filter(row -> !settings.get(row).equals(row.standard()))
                .forEach(row -> log.warning("Directive " + row.name() + ": " + row.about()));
    }
}
