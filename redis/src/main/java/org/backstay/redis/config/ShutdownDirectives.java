package org.backstay.redis.config;

import static org.backstay.config.Directive.integer;

import java.util.List;
import org.backstay.config.Directive;

/** The directives of redis-server that say how it ends. */
public final class ShutdownDirectives {
    /** How long replicas that lag are waited for. */
    public static final Directive<Integer> SHUTDOWN_TIMEOUT = integer("shutdown-timeout", 0, Integer.MAX_VALUE)
            .standard(10)
            .mutable()
            .about("Seconds that the end waits for replicas to have everything, writes being held; 0 does not wait.")
            .row();

    /** How SIGTERM ends the server. */
    public static final Directive<ShutdownOptions> SHUTDOWN_ON_SIGTERM = Directive.of(
                    "shutdown-on-sigterm", new ShutdownOptionsType())
            .standard(ShutdownOptions.STANDARD)
            .mutable()
            .about("What SIGTERM does: SHUTDOWN with these options.")
            .row();

    /** How SIGINT ends the server. */
    public static final Directive<ShutdownOptions> SHUTDOWN_ON_SIGINT = Directive.of(
                    "shutdown-on-sigint", new ShutdownOptionsType())
            .standard(ShutdownOptions.STANDARD)
            .mutable()
            .about("What SIGINT does: SHUTDOWN with these options.")
            .row();

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS = List.of(SHUTDOWN_TIMEOUT, SHUTDOWN_ON_SIGTERM, SHUTDOWN_ON_SIGINT);

    private ShutdownDirectives() {}
}
