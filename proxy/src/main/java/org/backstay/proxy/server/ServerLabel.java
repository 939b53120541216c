package org.backstay.proxy.server;

import org.backstay.proxy.stats.Counters;
import org.backstay.proxy.stats.ServerMetric;

/**
 * How a server is named in the log, and where it is counted.
 *
 * @param pool its pool's name
 * @param name the ring's name for it
 * @param text {@code host:port:weight}, as in the file
 * @param counters of this loop
 */
record ServerLabel(String pool, String name, String text, Counters<ServerMetric> counters) {}
