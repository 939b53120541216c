package org.backstay.vrrp.group;

import java.util.List;
import java.util.function.BiConsumer;
import org.backstay.node.Log;
import org.backstay.vrrp.config.GroupConfig;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.instance.Siblings;
import org.backstay.vrrp.instance.State;

/**
 * Instances that are master, backup or in fault together. One becomes master only when all are ready to; a fault of one, or a better
 * master of one, is a fault or a better master of all. Owned by the router's loop.
 */
public final class SyncGroup implements Siblings {
    private final GroupConfig config;
    private final List<Instance> members;
    private final Log log;
    private final BiConsumer<SyncGroup, State> observer;
    private State state = State.INIT;
    private boolean moving;

    /**
     * A group of instances.
     *
     * @param observer hears when the whole group has another state
     */
    public SyncGroup(GroupConfig config, List<Instance> members, Log log, BiConsumer<SyncGroup, State> observer) {
        this.config = config;
        this.members = List.copyOf(members);
        this.log = log;
        this.observer = observer;
        this.members.forEach(member -> member.siblings(this));
    }

    /** Takes over the state that the group of this name had before a reload. */
    public void resume(State before) {
        state = before;
    }

    @Override
    public boolean mayLead(Instance asking) {
        return state == State.MASTER || members.stream().allMatch(each -> each == asking || each.wantsMaster());
    }

    @Override
    public boolean mayServe(Instance asking) {
        return members.stream().allMatch(each -> each == asking || each.isWell());
    }

    @Override
    public void moved(Instance member) {
        State next = member.state();
        if (moving || next == state) {
            return;
        }
        moving = true; // what the others do now is this step, not another one
        try {
            if (members.size() > 1) {
                log.notice("VRRP_Group(" + config.name() + ") Syncing instances to " + next + " state");
            }
            for (Instance each : members) {
                if (each != member) {
                    follow(each, next);
                }
            }
            state = next;
        } finally {
            moving = false;
        }
        observer.accept(this, next);
    }

    private static void follow(Instance member, State next) {
        switch (next) {
            case MASTER -> member.enterMaster();
            case BACKUP -> member.enterBackup();
            case FAULT -> member.enterFault();
            default -> throw new IllegalStateException("a group does not go to " + next + " together");
        }
    }

    @Override
    public void heardLowerPriority(Instance member) {
        members.stream().filter(each -> each != member).forEach(Instance::announceAgain);
    }

    /** How it is configured. */
    public GroupConfig config() {
        return config;
    }

    /** What all members are. */
    public State state() {
        return state;
    }

    /** Its members. */
    public List<Instance> members() {
        return members;
    }
}
