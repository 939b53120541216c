package org.backstay.redis.replication;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Where a replica stands on its way to its master; {@code INFO} and {@code ROLE} show the words. The package's description has the drawing.
 */
public enum LinkState {
    /** No master: this node is one. */
    NONE("none"),
    /** There is a master to be connected to. */
    CONNECT("connect"),
    /** The connection is being made. */
    CONNECTING("connecting"),
    /** PING was sent. */
    RECEIVE_PING_REPLY("handshake"),
    /** The master answers: credentials, our port and address and what we understand are sent, all at once. */
    SEND_HANDSHAKE("handshake"),
    /** Waiting for the answer to AUTH. */
    RECEIVE_AUTH_REPLY("handshake"),
    /** Waiting for the answer to REPLCONF listening-port. */
    RECEIVE_PORT_REPLY("handshake"),
    /** Waiting for the answer to REPLCONF ip-address. */
    RECEIVE_IP_REPLY("handshake"),
    /** Waiting for the answer to REPLCONF capa. */
    RECEIVE_CAPA_REPLY("handshake"),
    /** Waiting for what the master says of its history, before it is asked for its data. */
    RECEIVE_LINEAGE_REPLY("handshake"),
    /** PSYNC is sent, with the history and offset that we have. */
    SEND_PSYNC("handshake"),
    /** Waiting for +CONTINUE or +FULLRESYNC; a master that has to prepare sends empty lines meanwhile. */
    RECEIVE_PSYNC_REPLY("handshake"),
    /** The snapshot is received and loaded. */
    TRANSFER("sync"),
    /** The stream is received and applied. */
    CONNECTED("connected");

    private static final Map<LinkState, Set<LinkState>> NEXT = transitions();

    private final String word;

    LinkState(String word) {
        this.word = word;
    }

    /** What ROLE shows. */
    public String word() {
        return word;
    }

    /** What the log says when the master has been silent for too long in this state. */
    String timeout() {
        return switch (this) {
            case CONNECTED -> "MASTER timeout: no data nor PING received...";
            case TRANSFER ->
                "Timeout receiving bulk data from MASTER... If the problem persists try to set the 'repl-timeout' parameter in redis.conf to a larger value.";
            default -> "Timeout connecting to the MASTER...";
        };
    }

    /** Whether the answers to what introduces us are awaited. */
    boolean isHandshake() {
        return compareTo(RECEIVE_PING_REPLY) >= 0 && compareTo(RECEIVE_PSYNC_REPLY) <= 0;
    }

    /** Whether this state may follow another. */
    boolean mayFollow(LinkState before) {
        return NEXT.getOrDefault(before, Set.of()).contains(this);
    }

    private static Map<LinkState, Set<LinkState>> transitions() {
        Map<LinkState, Set<LinkState>> next = new EnumMap<>(LinkState.class);
        next.put(NONE, EnumSet.of(CONNECT));
        next.put(CONNECT, EnumSet.of(CONNECTING));
        next.put(CONNECTING, EnumSet.of(RECEIVE_PING_REPLY));
        next.put(RECEIVE_PING_REPLY, EnumSet.of(SEND_HANDSHAKE));
        next.put(SEND_HANDSHAKE, EnumSet.of(RECEIVE_AUTH_REPLY, RECEIVE_PORT_REPLY));
        next.put(RECEIVE_AUTH_REPLY, EnumSet.of(RECEIVE_PORT_REPLY));
        next.put(RECEIVE_PORT_REPLY, EnumSet.of(RECEIVE_IP_REPLY, RECEIVE_CAPA_REPLY));
        next.put(RECEIVE_IP_REPLY, EnumSet.of(RECEIVE_CAPA_REPLY));
        next.put(RECEIVE_CAPA_REPLY, EnumSet.of(RECEIVE_LINEAGE_REPLY, SEND_PSYNC));
        next.put(RECEIVE_LINEAGE_REPLY, EnumSet.of(SEND_PSYNC));
        next.put(SEND_PSYNC, EnumSet.of(RECEIVE_PSYNC_REPLY));
        next.put(RECEIVE_PSYNC_REPLY, EnumSet.of(TRANSFER, CONNECTED));
        next.put(TRANSFER, EnumSet.of(CONNECTED));
        // A lost connection or a flaw leads back to the beginning; a change of role ends the link.
        for (LinkState state : values()) {
            if (state != NONE) {
                next.computeIfAbsent(state, absent -> EnumSet.noneOf(LinkState.class))
                        .addAll(EnumSet.of(CONNECT, NONE));
            }
        }
        return next;
    }
}
