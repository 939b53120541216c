package org.backstay.sentinel.failover;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.backstay.node.Clock;
import org.backstay.node.Log;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Failover;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.SentinelState;

/** Decides when we stand for election, and does. Owned by the loop. */
final class Candidacy {
    private static final int MOST_DESYNC = 1_000;

    /**
     * Between the candidacies of two sentinels that saw the master die at the same moment: enough for a round of votes, each on disk, on a
     * machine that is busy and a program that does it for the first time. It costs nothing while the first in rank lives.
     */
    private static final int RANK_STEP = 150;

    private static final int CHANCE = 40;

    /** After a split vote: long enough that those who try again rarely meet again. */
    private static final int SPLIT_LEAST = 50;

    private static final int SPLIT_CHANCE = 300;
    private static final DateTimeFormatter CTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    private final SentinelState state;
    private final Events events;
    private final Time time;
    private final Clock clock;
    private final RandomGenerator random;
    private final Log log;

    Candidacy(SentinelState state, Events events, Time time, Clock clock, RandomGenerator random, Log log) {
        this.state = state;
        this.events = events;
        this.time = time;
        this.clock = clock;
        this.random = random;
        this.log = log;
    }

    /** Whether we stand for election now that the master is down by agreement; if so, the failover has begun. */
    boolean stand(MonitoredMaster master) {
        if (!master.is(Flag.O_DOWN)) {
            master.candidateFrom = Time.NEVER;
            return false;
        }
        if (master.failover() != null || triedLately(master)) {
            return false;
        }
        if (master.candidateFrom == Time.NEVER) {
            master.candidateFrom = time.now() + delay(master);
        }
        if (time.now() < master.candidateFrom) {
            return false;
        }
        begin(master);
        return true;
    }

    /** Begins a failover, with or without agreement. */
    void begin(MonitoredMaster master) {
        state.currentEpoch++;
        master.begin(new Failover(state.currentEpoch, time.now()));
        events.tell(Log.Level.WARNING, "+new-epoch", master, Long.toString(state.currentEpoch));
        events.warn("+try-failover", master);
        master.attemptAt = time.now() + random.nextInt(MOST_DESYNC);
    }

    /** Nobody was elected, and nobody is going to be: we may try again soon. */
    void again(MonitoredMaster master) {
        master.attemptAt = Time.NEVER;
        master.candidateFrom = time.now() + SPLIT_LEAST + random.nextInt(SPLIT_CHANCE);
    }

    private boolean triedLately(MonitoredMaster master) {
        long pause = 2 * master.failoverTimeout;
        if (time.since(master.attemptAt) >= pause) {
            return false;
        }
        if (master.delayLoggedFor != master.attemptAt) {
            master.delayLoggedFor = master.attemptAt;
            Instant next = Instant.ofEpochMilli(clock.millis() + pause - time.since(master.attemptAt));
            log.warning("Next failover delay: I will not start a failover before " + CTIME.format(next));
        }
        return true;
    }

    private long delay(MonitoredMaster master) {
        if (master.sentinels.isEmpty()) {
            return 0;
        }
        return (long) rank(master) * RANK_STEP + random.nextInt(CHANCE);
    }

    /** How many live sentinels have a smaller ID than ours. */
    private int rank(MonitoredMaster master) {
        int rank = 0;
        for (KnownSentinel sentinel : master.sentinels.values()) {
            if (!sentinel.is(Flag.S_DOWN) && sentinel.name().compareTo(state.myId) < 0) {
                rank++;
            }
        }
        return rank;
    }

    /** In how many milliseconds {@link #stand} is to be asked again; {@link Long#MAX_VALUE} when nothing is planned. */
    long standIn(MonitoredMaster master) {
        boolean planned = master.is(Flag.O_DOWN) && master.failover() == null && master.candidateFrom != Time.NEVER;
        return planned ? Math.max(0, master.candidateFrom - time.now()) : Long.MAX_VALUE;
    }
}
