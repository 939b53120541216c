package org.backstay.sentinel.model;

import org.jspecify.annotations.Nullable;

/** What is configured for the sentinel as a whole. Owned by its loop. */
public final class Preferences {
    /** The address told to other sentinels; null for the one that the connection has. */
    public @Nullable String announceIp;

    /** The port told to other sentinels; 0 for {@link #peerPort}. */
    public int announcePort;

    /** Whether names may stand where addresses do. */
    public boolean resolveHostnames;

    /** Whether names, where known, are told instead of addresses. */
    public boolean announceHostnames;

    /** Whether SENTINEL SET may not change scripts. */
    public boolean denyScriptsReconfig = true;

    /** For AUTH with other sentinels. */
    public @Nullable String sentinelUser;

    /** For AUTH with other sentinels. */
    public @Nullable String sentinelPass;

    /** What clients have to give, and other sentinels too unless {@link #sentinelPass} is set. */
    public @Nullable String requirePass;

    /** The port that we listen on; the one for TLS if there is no other. */
    public int port;

    /** The port at which other sentinels reach us: the one for TLS where watched instances are connected to over TLS. */
    public int peerPort;
}
