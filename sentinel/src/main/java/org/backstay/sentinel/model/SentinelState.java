package org.backstay.sentinel.model;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.backstay.sentinel.link.Time;

/** All that one sentinel knows. Owned by its loop. */
public final class SentinelState {
    /** The length of a sentinel's ID and of a run ID, in hexadecimal digits. */
    public static final int ID_LENGTH = 40;

    /** What is configured for the whole. */
    public final Preferences settings = new Preferences();

    /** The times in force. */
    public final Periods periods = new Periods();

    /** The masters by name, in the order they were configured. */
    public final Map<String, MonitoredMaster> masters = new LinkedHashMap<>();

    /** Where to crash on purpose. */
    public final Set<SimulatedFailure> simulated = EnumSet.noneOf(SimulatedFailure.class);

    /** Our ID; empty until read or made. */
    public String myId = "";

    /** The highest epoch heard of. */
    public long currentEpoch;

    /** Since when we only watch and do not act; {@link Time#NEVER} when we act. */
    public long tiltSince = Time.NEVER;

    /** Whether we only watch. */
    public boolean isTilted() {
        return tiltSince != Time.NEVER;
    }

    /** The host of an address as it is told to others: the name or the resolved address. */
    public String shown(Address address) {
        return settings.announceHostnames ? address.host() : address.ip();
    }

    /** What a replica at the address is called; by its host while that has no address yet. */
    public String replicaName(Address address) {
        String shown = shown(address);
        return Address.name(shown.isEmpty() ? address.host() : shown, address.port());
    }
}
