package org.backstay.redis.server;

/** What the server says it is. Clients decide by the version which commands they may send, so it is the original's. */
public final class ServerIdentity {
    /** The version of Redis whose behaviour this server has. */
    public static final String REDIS_VERSION = "7.0.15";

    private ServerIdentity() {}
}
