package org.backstay.redis.config;

import static org.backstay.config.Directive.number;

import java.util.List;
import java.util.Set;
import org.backstay.config.Directive;

/** The directives of redis-server for what clients are told and may hold. */
public final class ClientDirectives {
    /** Which changes of keys are published. */
    public static final Directive<Set<EventClass>> NOTIFY_KEYSPACE_EVENTS = Directive.of(
                    "notify-keyspace-events", new EventClassesType())
            .standard(Set.of())
            .mutable()
            .about("Which changes of keys are published, and to which channels; empty publishes none.")
            .row();

    /** The most keys whose readers are remembered. */
    public static final Directive<Long> TRACKING_TABLE_MAX_KEYS = number("tracking-table-max-keys", 0, Long.MAX_VALUE)
            .standard(1_000_000L)
            .mutable()
            .about("The most keys for which it is remembered who has cached them; 0 sets no limit.")
            .row();

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS = List.of(NOTIFY_KEYSPACE_EVENTS, TRACKING_TABLE_MAX_KEYS);

    private ClientDirectives() {}
}
