package org.backstay.sentinel.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.backstay.sentinel.link.Link;
import org.backstay.sentinel.link.Time;
import org.jspecify.annotations.Nullable;

/** A master under watch: its configuration, its replicas and sentinels, our vote and the failover. Owned by the sentinel's loop. */
public final class MonitoredMaster extends RedisInstance {
    /** {@code parallel-syncs} when it is not configured. */
    public static final int DEFAULT_PARALLEL_SYNCS = 1;

    /** Its replicas by name, in the order they were met. */
    public final Map<String, KnownReplica> replicas = new LinkedHashMap<>();

    /** The other sentinels that watch it, by ID, in the order they were met. */
    public final Map<String, KnownSentinel> sentinels = new LinkedHashMap<>();

    /** How many sentinels have to see it down. */
    public int quorum;

    /** How many replicas may synchronise with a new master at a time. */
    public int parallelSyncs = DEFAULT_PARALLEL_SYNCS;

    /** How long a step of a failover may take; twice as long passes between two attempts. In milliseconds. */
    public long failoverTimeout;

    /** For how long it may load its data after a restart before it counts as down, in milliseconds; 0 for any time. */
    public long rebootDownAfter;

    /** For AUTH with it and its replicas. */
    public @Nullable String authUser;

    /** For AUTH with it and its replicas. */
    public @Nullable String authPass;

    /** Run on events that an operator must know about. */
    public @Nullable String notificationScript;

    /** Run when the master's address changes. */
    public @Nullable String clientReconfigScript;

    /** Commands that have other names there, in any case. */
    public final Map<String, String> renamedCommands = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** The epoch of the configuration that made this address the master's. */
    public long configEpoch;

    /** Since when enough sentinels see it down; kept when it comes back. */
    public long agreedDownSince = Time.NEVER;

    /** Since when it is known to have restarted. */
    public long rebootSince = Time.NEVER;

    /** Whom we voted for; null when for nobody since the start. */
    public @Nullable String votedLeader;

    /** In which epoch we did. */
    public long votedEpoch;

    /** The last epoch in which our vote is known to be on disk. */
    public long durableVoteEpoch;

    /** From when on we may stand for election, once it is down for enough sentinels. */
    public long candidateFrom = Time.NEVER;

    /** When a failover was last begun, by us or by the sentinel that got our vote; may lie a moment ahead. */
    public long attemptAt = Time.NEVER;

    /** For which attempt the delay of the next was logged. */
    public long delayLoggedFor = Time.NEVER;

    private @Nullable Failover failover;

    /** Makes a master that is not connected yet. */
    public MonitoredMaster(String name, Address address, Link link, int quorum, Periods periods, long now) {
        super(name, address, link, periods.get(Period.DEFAULT_DOWN_AFTER), now, Role.MASTER);
        this.quorum = quorum;
        this.failoverTimeout = periods.get(Period.DEFAULT_FAILOVER_TIMEOUT);
    }

    @Override
    public String kind() {
        return "master";
    }

    @Override
    public MonitoredMaster master() {
        return this;
    }

    /** The failover that we lead or stand for; null when there is none. */
    public @Nullable Failover failover() {
        return failover;
    }

    /** Begins a failover. */
    public void begin(Failover attempt) {
        failover = attempt;
        set(Flag.FAILOVER_IN_PROGRESS);
    }

    /** Ends the failover, done or given up. */
    public void endFailover() {
        if (failover != null && failover.promoted() != null) {
            failover.promoted().clear(Flag.PROMOTED);
        }
        failover = null;
        clear(Flag.FAILOVER_IN_PROGRESS);
        clear(Flag.FORCE_FAILOVER);
    }

    /** The master's address to tell: once a promoted replica has confirmed its role, that replica's. */
    public Address currentAddress() {
        KnownReplica promoted = failover != null && failover.confirmed() ? failover.promoted() : null;
        return promoted != null ? promoted.address : address;
    }

    /** All sentinels that watch it, ourselves included. */
    public int voters() {
        return sentinels.size() + 1;
    }

    /** How many votes elect a leader: most of the voters, and no fewer than the quorum. */
    public int votesNeeded() {
        return Math.max(voters() / 2 + 1, quorum);
    }

    /** Sets how long it and everything that belongs to it may stay silent. */
    public void downAfter(long millis) {
        related().forEach(i -> i.downAfter = millis);
    }

    /** It and everything that belongs to it; a copy, so that the tables may change meanwhile. */
    public List<Instance> related() {
        List<Instance> all = new ArrayList<>(1 + replicas.size() + sentinels.size());
        all.add(this);
        all.addAll(replicas.values());
        all.addAll(sentinels.values());
        return all;
    }

    /** The command's name there. */
    public String wireName(String command) {
        return renamedCommands.getOrDefault(command, command);
    }

    /** Forgets all replicas. */
    public void forgetReplicas() {
        replicas.values().forEach(Instance::forget);
        replicas.clear();
    }

    /** Forgets all sentinels. */
    public void forgetSentinels() {
        sentinels.values().forEach(Instance::forget);
        sentinels.clear();
    }

    @Override
    public void forget() {
        forgetReplicas();
        forgetSentinels();
        super.forget();
    }
}
