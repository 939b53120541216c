package org.backstay.redis.config;

import static org.backstay.config.Directive.memoryOrPercent;
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

    /** How much may wait to be sent to a client. */
    public static final Directive<OutputLimits> CLIENT_OUTPUT_BUFFER_LIMIT = Directive.of(
                    "client-output-buffer-limit", new OutputLimitsType())
            .standard(OutputLimits.STANDARD)
            .mutable()
            .about(
                    "Bytes that may wait to be sent to a client before it is closed: at once (hard), or after some seconds (soft).")
            .row();

    /** The most memory for all clients. */
    public static final Directive<Long> MAXMEMORY_CLIENTS = memoryOrPercent("maxmemory-clients", -100, 1L << 60)
            .standard(0L)
            .mutable()
            .about(
                    "The most bytes for what clients have sent and not taken, or a percentage of maxmemory; beyond it the"
                            + " largest are closed. 0 sets no limit.")
            .row();

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS =
            List.of(NOTIFY_KEYSPACE_EVENTS, TRACKING_TABLE_MAX_KEYS, CLIENT_OUTPUT_BUFFER_LIMIT, MAXMEMORY_CLIENTS);

    private ClientDirectives() {}
}
