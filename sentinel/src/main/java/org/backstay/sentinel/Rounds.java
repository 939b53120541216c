package org.backstay.sentinel;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.backstay.node.Log;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.failover.Failovers;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.Instance;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.SentinelState;
import org.backstay.sentinel.watch.Attention;
import org.backstay.sentinel.watch.InfoPolls;
import org.backstay.sentinel.watch.ObjectiveJudge;
import org.backstay.sentinel.watch.PeerQueries;
import org.backstay.sentinel.watch.SubjectiveJudge;
import org.backstay.sentinel.watch.Watch;
import org.jspecify.annotations.Nullable;

/**
 * The sentinel's rounds: every 50 to 100 ms all instances are seen to and all masters judged. Owned by the loop.
 *
 * <p>Nothing important waits for a round: what changes the judgement of a master has it judged at once, and when silence is about to
 * last too long the next round comes at that very millisecond.
 *
 * <p>Rounds that are too far apart mean that this process did not run: everybody would look dead. Then the sentinel only watches for a while
 * (TILT) and tells others that it sees nobody down.
 */
final class Rounds implements Attention {
    private static final int SHORTEST = 50;
    private static final int CHANCE = 51;

    /** What the rounds consist of. */
    record Duties(
            Watch watch,
            SubjectiveJudge subjective,
            ObjectiveJudge objective,
            PeerQueries peers,
            InfoPolls infos,
            Failovers failovers,
            Runnable scripts) {}

    private final SentinelState state;
    private final EventLoop loop;
    private final Time time;
    private final RandomGenerator random;
    private final Set<MonitoredMaster> toJudge = new LinkedHashSet<>();
    private final Set<Instance> toSee = new LinkedHashSet<>();
    private @Nullable Duties duties;
    private @Nullable Events events;
    private @Nullable ScheduledFuture<?> next;
    private long roundAt;
    private boolean stopped;

    Rounds(SentinelState state, EventLoop loop, Time time, RandomGenerator random) {
        this.state = state;
        this.loop = loop;
        this.time = time;
        this.random = random;
    }

    /** Begins. */
    void start(Duties work, Events told) {
        duties = work;
        events = told;
        roundAt = time.now();
        schedule(0);
    }

    /** Ends; nothing is seen or judged any more. */
    void stop() {
        stopped = true;
        if (next != null) {
            next.cancel(false);
        }
    }

    @Override
    public void judge(MonitoredMaster master) {
        if (toJudge.isEmpty() && toSee.isEmpty()) {
            loop.execute(this::attend);
        }
        toJudge.add(master);
    }

    @Override
    public void see(Instance instance) {
        if (toJudge.isEmpty() && toSee.isEmpty()) {
            loop.execute(this::attend);
        }
        toSee.add(instance);
    }

    private void attend() {
        List<Instance> seen = List.copyOf(toSee);
        List<MonitoredMaster> judged = List.copyOf(toJudge);
        toSee.clear();
        toJudge.clear();
        if (stopped || duties == null || events == null) {
            return;
        }
        if (time.since(roundAt) > state.periods.get(Period.TILT_TRIGGER)) {
            noticeStandstill(events);
        }
        Duties work = duties;
        seen.stream().filter(i -> !i.isForgotten()).forEach(work.watch::see);
        if (!state.isTilted()) {
            judged.stream().filter(m -> !m.isForgotten()).forEach(m -> decide(work, m));
        }
        wakeInTime(work);
    }

    private void round() {
        if (stopped || duties == null || events == null) {
            return;
        }
        noticeStandstill(events);
        Duties work = duties;
        for (MonitoredMaster master : List.copyOf(state.masters.values())) {
            round(work, master);
        }
        work.scripts.run();
        schedule(Math.min(SHORTEST + random.nextInt(CHANCE), verdictIn(work)));
    }

    private void round(Duties work, MonitoredMaster master) {
        List<Instance> related = master.related();
        related.forEach(work.watch::see);
        if (state.isTilted()) {
            return;
        }
        for (Instance instance : related) {
            if (instance != master) {
                work.subjective.judge(instance);
            }
        }
        decide(work, master);
    }

    private void decide(Duties work, MonitoredMaster master) {
        if (work.subjective.judge(master)) {
            work.peers.askNow(master);
            master.replicas.values().forEach(work.infos::ask);
        }
        boolean agreedBefore = master.is(Flag.O_DOWN);
        work.objective.judge(master);
        if (master.is(Flag.O_DOWN) && !agreedBefore) {
            master.replicas.values().forEach((KnownReplica replica) -> work.infos.ask(replica));
        }
        work.failovers.advance(master);
        work.peers.ask(master);
    }

    /** Leaves TILT when it has lasted long enough, enters it when the last round was too long ago. */
    private void noticeStandstill(Events told) {
        long now = time.now();
        long gap = now - roundAt;
        roundAt = now;
        if (gap > state.periods.get(Period.TILT_TRIGGER)) {
            state.tiltSince = now;
            told.tell(Log.Level.WARNING, "+tilt", null, "#tilt mode entered");
        } else if (state.isTilted() && time.since(state.tiltSince) >= state.periods.get(Period.TILT_PERIOD)) {
            state.tiltSince = Time.NEVER;
            told.tell(Log.Level.WARNING, "-tilt", null, "#tilt mode exited");
        }
    }

    private long verdictIn(Duties work) {
        long soonest = Long.MAX_VALUE;
        for (MonitoredMaster master : state.masters.values()) {
            soonest = Math.min(soonest, work.subjective.verdictIn(master));
            soonest = Math.min(soonest, work.failovers.dueIn(master));
        }
        return soonest;
    }

    /** The next round is brought forward when something is due before it. */
    private void wakeInTime(Duties work) {
        long due = verdictIn(work);
        if (next != null && due < next.getDelay(TimeUnit.MILLISECONDS)) {
            next.cancel(false);
            schedule(due);
        }
    }

    private void schedule(long millis) {
        Runnable round = this::round;
        next = loop.schedule(round, Math.max(1, millis), TimeUnit.MILLISECONDS);
    }
}
