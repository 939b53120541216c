package org.backstay.stack.probe;

import java.util.Map;
import org.backstay.node.Endpoint;
import org.jspecify.annotations.Nullable;

/** What a node last said of itself. Immutable. */
public sealed interface NodeReport {
    /** It does not answer; why, in one line. */
    record Silent(String why) implements NodeReport {}

    /**
     * A redis-server.
     *
     * @param master whether it is a master by its own word
     * @param follows whom it follows, or null for a master
     * @param linkUp whether it has its master's data and receives its changes; true for a master
     * @param offset its replication offset
     */
    record Redis(boolean master, @Nullable Endpoint follows, boolean linkUp, long offset) implements NodeReport {}

    /**
     * A sentinel.
     *
     * @param masters what it knows of each master, by name
     */
    record Sentinel(Map<String, Watched> masters) implements NodeReport {}

    /**
     * A master as a sentinel sees it.
     *
     * @param address where it is
     * @param flags {@code master}, with {@code s_down} and {@code o_down} when it seems to be down
     * @param replicas how many replicas it knows
     * @param sentinels how many other sentinels it knows
     */
    record Watched(Endpoint address, String flags, int replicas, int sentinels) {}

    /** A proxy that passes commands on. */
    record Proxy() implements NodeReport {}
}
