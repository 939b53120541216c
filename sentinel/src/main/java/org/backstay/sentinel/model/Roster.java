package org.backstay.sentinel.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.backstay.sentinel.link.Link;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.link.Time;
import org.jspecify.annotations.Nullable;

/** Who is known: enters masters, replicas and sentinels into the tables and takes them out. Owned by the sentinel's loop. */
public final class Roster {
    /** Why an instance was not entered; the message is the original's. */
    public static final class Refused extends Exception {
        Refused(String message) {
            super(message);
        }
    }

    private static final int LARGEST_PORT = 65_535;

    private final SentinelState state;
    private final UnaryOperator<String> addresses;
    private final Time time;

    /**
     * Keeps the tables of the state.
     *
     * @param addresses the address of a host as far as it is known without waiting, else empty: {@link Names#known}
     */
    public Roster(SentinelState state, UnaryOperator<String> addresses, Time time) {
        this.state = state;
        this.addresses = addresses;
        this.time = time;
    }

    /**
     * The address of a host and port.
     *
     * @throws Refused for a port out of range, or a name where only IP addresses are allowed
     */
    public Address address(String host, long port) throws Refused {
        if (port < 0 || port > LARGEST_PORT) {
            throw new Refused("Invalid port number.");
        }
        if (host.isEmpty() || (!Names.isIp(host) && !state.settings.resolveHostnames)) {
            throw new Refused("Can't resolve instance hostname.");
        }
        return new Address(host, addresses.apply(host), (int) port);
    }

    /** The master of that name. */
    public @Nullable MonitoredMaster master(String name) {
        return state.masters.get(name);
    }

    /** The master at that address. */
    public @Nullable MonitoredMaster masterAt(Address address) {
        for (MonitoredMaster master : state.masters.values()) {
            if (master.address.samePlace(address)) {
                return master;
            }
        }
        return null;
    }

    /** Enters a master. */
    public MonitoredMaster addMaster(String name, String host, long port, int quorum) throws Refused {
        Address address = address(host, port);
        if (state.masters.containsKey(name)) {
            throw new Refused("Duplicate master name.");
        }
        MonitoredMaster master =
                new MonitoredMaster(name, address, new Link(time, true), quorum, state.periods, time.now());
        state.masters.put(name, master);
        return master;
    }

    /** Takes a master out, with all that belongs to it. */
    public void removeMaster(MonitoredMaster master) {
        state.masters.remove(master.name());
        master.forget();
    }

    /** The replica at that address, under whatever name; null when there is none or the address makes no sense. */
    public @Nullable KnownReplica replica(MonitoredMaster master, String host, long port) {
        try {
            return replicaAt(master, address(host, port));
        } catch (Refused e) {
            return null;
        }
    }

    private @Nullable KnownReplica replicaAt(MonitoredMaster master, Address address) {
        KnownReplica named = master.replicas.get(state.replicaName(address));
        if (named != null) {
            return named;
        }
        for (KnownReplica replica : master.replicas.values()) {
            if (replica.address.samePlace(address)) {
                return replica;
            }
        }
        return null;
    }

    /** Enters a replica. */
    public KnownReplica addReplica(MonitoredMaster master, String host, long port) throws Refused {
        Address address = address(host, port);
        if (replicaAt(master, address) != null) {
            throw new Refused("Duplicate hostname and port for replica.");
        }
        String name = state.replicaName(address);
        KnownReplica replica = new KnownReplica(name, address, new Link(time, true), master, time.now());
        master.replicas.put(name, replica);
        return replica;
    }

    /** Enters a sentinel; its link is the one that another master's entry for it has already. */
    public KnownSentinel addSentinel(MonitoredMaster master, String id, String host, long port) throws Refused {
        Address address = address(host, port);
        if (master.sentinels.containsKey(id)) {
            throw new Refused("Duplicate runid for sentinel.");
        }
        Link link = state.masters.values().stream()
                .filter(other -> other != master)
                .map(other -> other.sentinels.get(id))
                .flatMap(known -> Optional.ofNullable(known).stream())
                .findFirst()
                .map(known -> known.link.share())
                .orElseGet(() -> new Link(time, false));
        KnownSentinel sentinel = new KnownSentinel(id, address, link, master, time.now());
        master.sentinels.put(id, sentinel);
        return sentinel;
    }

    /** Takes a sentinel out of a master's table; false when it was not in. */
    public boolean removeSentinel(MonitoredMaster master, String id) {
        KnownSentinel sentinel = master.sentinels.remove(id);
        if (sentinel != null) {
            sentinel.forget();
        }
        return sentinel != null;
    }

    /** Takes a sentinel out of all tables. */
    public void removeSentinelEverywhere(String id) {
        state.masters.values().forEach(master -> removeSentinel(master, id));
    }

    /** The sentinel at that address, whoever it is. */
    public @Nullable KnownSentinel sentinelAt(MonitoredMaster master, Address address) {
        for (KnownSentinel sentinel : master.sentinels.values()) {
            if (sentinel.address.samePlace(address)) {
                return sentinel;
            }
        }
        return null;
    }

    /** Gives all entries of a sentinel the address of this one and closes their connections; returns how many others there were. */
    public int moveSentinel(KnownSentinel moved) {
        int others = 0;
        for (MonitoredMaster master : state.masters.values()) {
            KnownSentinel entry = master.sentinels.get(moved.name());
            if (entry == null) {
                continue;
            }
            entry.link.close();
            if (entry != moved) {
                entry.address = moved.address;
                others++;
            }
        }
        return others;
    }

    /**
     * Makes a master as new: no replicas, no flags, no failover, connections anew.
     *
     * @param sentinelsToo whether the other sentinels are forgotten as well
     */
    public void reset(MonitoredMaster master, boolean sentinelsToo) {
        master.endFailover();
        master.forgetReplicas();
        if (sentinelsToo) {
            master.forgetSentinels();
        }
        master.link.close();
        master.link.forgetTimes();
        master.link.attemptAt = Time.NEVER;
        master.clearFlags();
        master.votedLeader = null;
        master.attemptAt = Time.NEVER;
        master.candidateFrom = Time.NEVER;
        master.runId = null;
        master.report = InfoReport.nothing(Role.MASTER);
        master.infoAt = Time.NEVER;
        master.infoAskedAt = Time.NEVER;
        master.roleSince = time.now();
    }

    /**
     * Makes another address the master's. The old master and all replicas but the new master become replicas of it.
     *
     * @return the replicas that it has now
     */
    public List<KnownReplica> switchAddress(MonitoredMaster master, Address target) {
        List<Address> others = new ArrayList<>();
        for (KnownReplica replica : master.replicas.values()) {
            if (!replica.address.samePlace(target)) {
                others.add(replica.address);
            }
        }
        if (!target.samePlace(master.address)) {
            others.add(master.address);
        }
        reset(master, false);
        master.address = target;
        master.downSince = Time.NEVER;
        master.agreedDownSince = Time.NEVER;
        List<KnownReplica> added = new ArrayList<>();
        for (Address address : others) {
            String name = state.replicaName(address);
            if (!master.replicas.containsKey(name)) {
                KnownReplica replica = new KnownReplica(name, address, new Link(time, true), master, time.now());
                master.replicas.put(name, replica);
                added.add(replica);
            }
        }
        return added;
    }
}
