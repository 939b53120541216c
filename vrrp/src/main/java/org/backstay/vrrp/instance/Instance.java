package org.backstay.vrrp.instance;

import java.util.HashSet;
import java.util.Set;
import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.packet.AuthenticationHeader;
import org.backstay.vrrp.packet.ReceivedPacket;
import org.backstay.vrrp.packet.VrrpFormat;
import org.jspecify.annotations.Nullable;

/**
 * One virtual router. Owned by the router's loop; every method is called there.
 *
 * <p>The states and what leads from one to another are drawn in the package's documentation.
 */
public final class Instance {
    private static final String INTERFACE = "interface ";
    private static final long MICRO = 1_000;

    private final Ground ground;
    private final Journal journal;
    private final Health health = new Health();
    private final Counters counters = new Counters();
    private final Priority priority;
    private final Reception reception;
    private final Takeover takeover;
    private final Alarm alarm;
    private final PreemptDelay preemptDelay;
    private final KnownMaster master;
    private final Voice voice;
    private InstanceConfig config;
    private @Nullable AuthenticationHeader seal;
    private Siblings siblings = Siblings.NONE;
    private State state = State.INIT;
    private boolean started;
    private boolean wantsMaster;
    private long lastTransition;

    /** A virtual router that does nothing until it is started. */
    public Instance(Ground ground, InstanceConfig config) {
        this.ground = ground;
        this.config = config;
        journal = new Journal(ground, config.name());
        priority = new Priority(journal, config.priority());
        seal = AuthenticationHeader.of(config, null);
        reception = new Reception(ground, journal, counters, config, seal);
        voice = new Voice(ground, this, config, seal);
        takeover = new Takeover(ground, config);
        alarm = new Alarm(ground.loop(), ground.clock(), this::due);
        preemptDelay = new PreemptDelay(ground, journal);
        master = new KnownMaster(config.interval());
        lastTransition = ground.clock().micros();
    }

    /** Joins a sync group. */
    public void siblings(Siblings group) {
        siblings = group;
    }

    /** Leaves its sync group; it may join another. */
    public void leaveGroup() {
        siblings = Siblings.NONE;
    }

    /** Begins: looks at its interface, and removes what an earlier process may have left on it. */
    public void start() {
        assert ground.loop().inEventLoop();
        started = true;
        takeover.release();
        linkChanged();
        settle();
    }

    /**
     * Ends: a master resigns at once.
     *
     * @param release whether addresses are taken away
     */
    public void stop(boolean release) {
        if (state == State.STOPPED) {
            return;
        }
        alarm.off();
        boolean wasMaster = state == State.MASTER;
        if (wasMaster) {
            resign();
        }
        move(State.STOPPED);
        if (wasMaster && release) {
            takeover.release();
        }
        voice.close();
        takeover.dismantle(release);
        ground.observer().entered(this, State.STOPPED);
    }

    /** A tracker says how it is. */
    public void contribute(String tracker, Contribution contribution) {
        if (state == State.STOPPED || !health.put(tracker, contribution)) {
            return;
        }
        if (started) {
            settle();
        }
    }

    /** Only these trackers are watched from now on, besides the interface. */
    public void keepTrackers(Set<String> names) {
        Set<String> all = new HashSet<>(names);
        all.add(INTERFACE + config.interfaceName());
        health.keep(all);
        if (started) {
            settle();
        }
    }

    /** Something about the interface changed. */
    public void linkChanged() {
        takeover.prepare();
        contribute(INTERFACE + config.interfaceName(), voice.open() ? Contribution.NOTHING : Contribution.FAULT);
    }

    /** Brings priority and state in line with what the trackers say. */
    private void settle() {
        assert ground.loop().inEventLoop();
        if (priority.settle(health.priority())) {
            ground.observer().priorityChanged(this);
        }
        if (health.faulty()) {
            fault();
        } else if (health.pending()) {
            if (state == State.FAULT) {
                move(State.INIT);
            }
        } else if (state == State.INIT || state == State.FAULT) {
            recover();
        }
    }

    private void fault() {
        if (state == State.FAULT || state == State.STOPPED) {
            return;
        }
        enterFault();
        siblings.moved(this);
    }

    /** A member of the group has a fault, or this one has. */
    public void enterFault() {
        if (state == State.FAULT || state == State.STOPPED) {
            return;
        }
        alarm.off();
        wantsMaster = false;
        boolean wasMaster = state == State.MASTER;
        if (wasMaster) {
            resign();
        }
        journal.note("Entering FAULT STATE");
        move(State.FAULT);
        if (wasMaster) {
            takeover.release();
            counters.releasedMaster++;
        }
        ground.observer().entered(this, State.FAULT);
    }

    private void recover() {
        if (siblings.mayServe(this)) {
            enterBackup(startingTimer());
            siblings.moved(this);
        }
    }

    /** Whether nothing of its own keeps it from serving. */
    public boolean isWell() {
        return started && !health.faulty() && !health.pending();
    }

    private long startingTimer() {
        boolean first = state == State.INIT && counters.becameMaster == 0;
        if (first && config.initialMaster() && config.isOwner()) {
            return 0;
        }
        return Timing.masterDown(config, priority.effective(), config.interval());
    }

    /** The group's faults are over, or its master gave way. */
    public void enterBackup() {
        if (state != State.BACKUP && state != State.STOPPED) {
            enterBackup(startingTimer());
        }
    }

    private void enterBackup(long timer) {
        boolean wasMaster = state == State.MASTER;
        journal.note("Entering BACKUP STATE" + (state == State.INIT ? " (init)" : ""));
        wantsMaster = false;
        preemptDelay.reset();
        move(State.BACKUP);
        if (wasMaster) {
            takeover.release();
            counters.releasedMaster++;
        } else {
            master.interval(config.interval());
        }
        alarm.in(timer);
        ground.observer().entered(this, State.BACKUP);
    }

    private void move(State next) {
        if (!state.leadsTo(next)) {
            throw new IllegalStateException(config.name() + " can't go from " + state + " to " + next);
        }
        state = next;
        lastTransition = ground.clock().micros();
    }

    private void due() {
        State before = state;
        voice.drain();
        if (state != before || alarm.armed()) {
            return; // what had arrived already has settled it
        }
        if (state == State.BACKUP) {
            masterIsDown();
        } else if (state == State.MASTER) {
            advertise();
        }
    }

    private void masterIsDown() {
        wantsMaster = true;
        if (siblings.mayLead(this)) {
            enterMaster();
            siblings.moved(this);
        } else {
            alarm.in(masterDown());
        }
    }

    /** Whether it would be master but for its group. */
    public boolean wantsMaster() {
        return wantsMaster || state == State.MASTER;
    }

    /** Takes over: says so first, so that a former master lets go before the neighbours are told. */
    public void enterMaster() {
        if (state != State.BACKUP) {
            return;
        }
        wantsMaster = true;
        move(State.MASTER);
        counters.becameMaster++;
        master.interval(config.interval());
        master.is(voice.source(), priority.effective());
        send(priority.effective());
        alarm.in(config.interval());
        takeover.take();
        journal.note("Entering MASTER STATE"); // what is said costs time that the neighbours wait
        ground.observer().entered(this, State.MASTER);
    }

    /** Keeps to the beat: the next one is an interval after this one was due, unless this one was late by as much. */
    private void advertise() {
        send(priority.effective());
        long now = ground.clock().nanoTime();
        long next = alarm.deadline() + config.interval();
        alarm.at(next - now > 0 ? next : now + config.interval());
    }

    private void resign() {
        send(VrrpFormat.RESIGNED);
        counters.priorityZeroSent++;
        journal.detail("sent 0 priority");
    }

    private void send(int advertised) {
        if (voice.send(advertised)) {
            counters.sent++;
        }
    }

    /** An advertisement for this virtual router came. */
    public void received(ReceivedPacket packet) {
        assert ground.loop().inEventLoop();
        if (state != State.BACKUP && state != State.MASTER) {
            return;
        }
        boolean known = config.skipAddressCheck()
                && state == State.BACKUP
                && packet.source().equals(master.address());
        if (!reception.takes(packet, !known)) {
            return;
        }
        if (state == State.BACKUP) {
            heardAsBackup(packet);
        } else {
            heardAsMaster(packet);
        }
    }

    private void heardAsBackup(ReceivedPacket packet) {
        if (packet.priority() == VrrpFormat.RESIGNED) {
            journal.detail("Backup received priority 0 advertisement");
            alarm.in(Timing.skew(config, priority.effective(), master.interval()));
            return;
        }
        if (packet.priority() < priority.effective() && config.preemption().enabled() && !preemptDelay.waits(config)) {
            master.heardFrom(packet.source());
            journal.note("received lower priority (" + packet.priority() + ") advert from " + packet.source()
                    + " - discarding");
            return;
        }
        follow(packet);
        wantsMaster = false;
        alarm.in(masterDown());
        if (packet.priority() >= priority.effective()) {
            preemptDelay.reset();
        }
    }

    private void follow(ReceivedPacket packet) {
        if (master.follow(packet)) {
            journal.detail("advertisement interval updated to " + master.interval() / 1_000_000 + "ms by master");
        }
    }

    private void heardAsMaster(ReceivedPacket packet) {
        switch (Rival.of(packet, priority.effective(), voice.source())) {
            case RESIGNS -> {
                journal.detail("Master received priority 0 message");
                answer();
            }
            case BETTER -> giveWay(packet);
            case WORSE -> insist(packet);
            case TWIN ->
                journal.warning("WARNING - equal priority advert received from remote host with our IP address.");
        }
    }

    private void answer() {
        send(priority.effective());
        alarm.in(config.interval());
    }

    private void giveWay(ReceivedPacket packet) {
        if (config.higherPrioritySendAdvert()) {
            send(priority.effective());
        }
        if (priority.isOwners() && packet.priority() == InstanceConfig.OWNER) {
            journal.warning("CONFIGURATION ERROR: local instance and a remote instance are both"
                    + " configured as address owner, please fix - reducing local priority");
            priority.giveUpOwnership();
            ground.observer().priorityChanged(this);
        }
        int own = priority.effective();
        journal.note("Master received advert from " + packet.source()
                + (packet.priority() > own
                        ? " with higher priority " + packet.priority() + ", ours " + own
                        : " with same priority " + own + " but higher IP address than ours"));
        follow(packet);
        enterBackup(masterDown());
        siblings.moved(this);
    }

    private void insist(ReceivedPacket packet) {
        journal.note("Received advert from " + packet.source() + " with lower priority "
                + packet.priority() + ", ours " + priority.effective()
                + (config.lowerPriorityNoAdvert() ? "" : ", forcing new election"));
        if (!config.lowerPriorityNoAdvert()) {
            answer();
        }
        takeover.heardLowerPriority();
        siblings.heardLowerPriority(this);
        ground.observer().heardLowerPriority(this);
    }

    /** Another member of the group heard a master of lower priority. */
    public void announceAgain() {
        takeover.heardLowerPriority();
    }

    /** Somebody took one of our addresses away. It is put back while it is ours, unless the operator does not want it watched. */
    public void addressGone(String interfaceName, IpAddress address) {
        if (state == State.MASTER) {
            takeover.addressGone(interfaceName, address);
        }
    }

    /** Goes over to another configuration of the same virtual router. The state stays; only what changed is touched. */
    public void reconfigure(InstanceConfig next) {
        if (next.equals(config)) {
            return;
        }
        config = next;
        seal = AuthenticationHeader.of(next, seal);
        reception.reconfigure(next, seal);
        voice.reconfigure(next, seal);
        takeover.reconfigure(next);
        priority.own(next.priority());
        if (state != State.MASTER && next.version() == 2) {
            master.interval(next.interval());
        }
        if (!started) {
            return;
        }
        linkChanged();
        settle();
        if (state == State.MASTER) {
            answer();
        } else if (state == State.BACKUP) {
            alarm.in(masterDown());
        }
    }

    /** How it is configured. */
    public InstanceConfig config() {
        return config;
    }

    /** What it is to its network. */
    public State state() {
        return state;
    }

    /** Its own priority and what trackers add: what it advertises. */
    public int priority() {
        return priority.effective();
    }

    /** What it has counted. */
    public Counters counters() {
        return counters;
    }

    /** What is wrong, by the trackers' names. */
    public Set<String> faults() {
        return health.faults();
    }

    /** How many trackers have no verdict yet. */
    public int pending() {
        return health.pendingCount();
    }

    /** When it took its present state, in microseconds since 1970. */
    public long lastTransition() {
        return lastTransition;
    }

    /** When it will act if it hears nothing, in microseconds since 1970; −1 for never. */
    public long timeout() {
        return alarm.armed()
                ? ground.clock().micros() + (alarm.deadline() - ground.clock().nanoTime()) / MICRO
                : -1;
    }

    /** For how long its master may be silent, in nanoseconds. */
    public long masterDown() {
        return Timing.masterDown(config, priority.effective(), master.interval());
    }

    /** What it knows of its master. */
    public KnownMaster master() {
        return master;
    }

    /** The address its advertisements come from; null when the interface has none. */
    public @Nullable IpAddress source() {
        return voice.source();
    }

    /** Whether its addresses are on the interface. */
    public boolean holdsAddresses() {
        return takeover.held();
    }
}
