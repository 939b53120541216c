package org.backstay.vrrp.bfd;

import java.util.EnumMap;
import java.util.Map;

/** What each side says of a session (RFC 5880, 4.1), and what hearing the other side makes of it (6.2, 6.8.6). */
public enum SessionState {
    /** Not wanted now. */
    ADMIN_DOWN(0, "AdminDown"),
    /** Nothing is known of the other side. */
    DOWN(1, "Down"),
    /** The other side is heard, and may not hear us. */
    INIT(2, "Init"),
    /** Both hear each other. */
    UP(3, "Up");

    private static final SessionState[] ALL = values();

    /** By our state, then by the other side's; what is missing changes nothing. */
    private static final Map<SessionState, Map<SessionState, SessionState>> NEXT = new EnumMap<>(Map.of(
            ADMIN_DOWN, Map.of(),
            DOWN, Map.of(DOWN, INIT, INIT, UP),
            INIT, Map.of(INIT, UP, UP, UP, ADMIN_DOWN, DOWN),
            UP, Map.of(DOWN, DOWN, ADMIN_DOWN, DOWN)));

    private final int bits;
    private final String word;

    SessionState(int bits, String word) {
        this.bits = bits;
        this.word = word;
    }

    /** The state of a packet's two bits. */
    static SessionState of(int bits) {
        return ALL[bits & 3];
    }

    /** In a packet. */
    int bits() {
        return bits;
    }

    /** What follows when the other side says what it is. */
    SessionState heard(SessionState other) {
        return NEXT.getOrDefault(this, Map.of()).getOrDefault(other, this);
    }

    /** As the log has it. */
    public String word() {
        return word;
    }
}
