package org.backstay.sentinel.watch;

import java.util.Objects;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.InfoReport;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.RedisInstance;
import org.backstay.sentinel.model.Role;
import org.backstay.sentinel.model.Roster;
import org.backstay.sentinel.model.SentinelState;

/** Takes in what INFO says: restarts, replicas to meet, roles. Owned by the loop. */
public final class InfoReader {
    private final SentinelState state;
    private final Roster roster;
    private final Corrections corrections;
    private final Events events;
    private final StateFile file;
    private final Time time;
    private final Attention attention;

    /** Takes it into these. */
    public InfoReader(
            SentinelState state,
            Roster roster,
            Corrections corrections,
            Events events,
            StateFile file,
            Time time,
            Attention attention) {
        this.state = state;
        this.roster = roster;
        this.corrections = corrections;
        this.events = events;
        this.file = file;
        this.time = time;
        this.attention = attention;
    }

    /** Takes in one reply. */
    public void read(RedisInstance instance, String text) {
        InfoReport before = instance.report;
        InfoReport now = InfoReport.parse(text, before);
        instance.report = now;
        instance.infoAt = time.now();
        noticeRestart(instance, now);
        if (instance instanceof MonitoredMaster master) {
            meetReplicas(master, now);
        }
        noticeMove(instance, before, now);
        noticeRole(instance, before, now);
        if (!state.isTilted() && instance instanceof KnownReplica replica) {
            corrections.consider(replica);
        }
        attention.judge(instance.master());
    }

    private void noticeRestart(RedisInstance instance, InfoReport now) {
        String runId = now.runId();
        if (runId == null || runId.equals(instance.runId)) {
            return;
        }
        if (instance.runId != null) {
            events.notice("+reboot", instance);
            if (instance instanceof MonitoredMaster master && master.rebootDownAfter != 0) {
                master.set(Flag.MASTER_REBOOT);
                master.rebootSince = time.now();
            }
        }
        instance.runId = runId;
    }

    private void meetReplicas(MonitoredMaster master, InfoReport now) {
        for (InfoReport.ReplicaLine line : now.replicas()) {
            if (roster.replica(master, line.host(), line.port()) != null) {
                continue;
            }
            try {
                KnownReplica replica = roster.addReplica(master, line.host(), line.port());
                events.notice("+slave", replica);
                file.save();
                attention.see(replica);
            } catch (Roster.Refused nameWhereNamesAreNotAllowed) {
                // A master that lists host names while resolve-hostnames is off: those replicas can't be watched.
            }
        }
    }

    private void noticeMove(RedisInstance instance, InfoReport before, InfoReport now) {
        boolean moved = before.masterPort() != now.masterPort()
                || !Objects.equals(lower(before.masterHost()), lower(now.masterHost()));
        if (moved) {
            instance.followsSince = time.now();
        }
    }

    private static String lower(@org.jspecify.annotations.Nullable String host) {
        return host == null ? "" : host.toLowerCase(java.util.Locale.ROOT);
    }

    private void noticeRole(RedisInstance instance, InfoReport before, InfoReport now) {
        Role role = now.role();
        if (role == before.role() || role == null) {
            return;
        }
        instance.roleSince = time.now();
        if (role == Role.REPLICA) {
            instance.followsSince = time.now();
        }
        boolean asExpected = (role == Role.MASTER) == instance instanceof MonitoredMaster;
        events.verbose(asExpected ? "+role-change" : "-role-change", instance, "new reported role is " + role.word());
    }
}
