package org.backstay.vrrp.bfd;

import java.io.IOException;
import org.backstay.node.Node;
import org.backstay.node.linux.SystemCallException;
import org.backstay.vrrp.config.BfdConfig;
import org.backstay.vrrp.instance.Alarm;
import org.backstay.vrrp.link.Line;
import org.jspecify.annotations.Nullable;

/** One session with another machine (RFC 5880, 6). Owned by the router's loop. */
public final class Session implements Line.Listener {
    private static final long MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;
    /** Intervals are shortened by a random part, so that senders do not fall into step (6.8.7). */
    private static final int LONGEST_PART = 4;

    private static final int SHORTEST_PART = 10;

    /** What a session needs of all. */
    interface Owner {
        /** Opens the way to the other side. */
        Line open(BfdConfig config, Line.Listener listener) throws IOException;

        /** Hands over what has arrived. */
        void drain();

        /** The session is another one for those who track it. */
        void changed(Session session);
    }

    private final Node node;
    private final Owner owner;
    private final int mine;
    private final Alarm sender;
    private final Alarm silence;
    private BfdConfig config;
    private @Nullable Line line;
    private SessionState state = SessionState.ADMIN_DOWN;
    private Diagnostic diagnostic = Diagnostic.NONE;
    private boolean polling;
    private boolean up;
    private boolean complained;
    private SessionState remoteState = SessionState.DOWN;
    private Diagnostic remoteDiagnostic = Diagnostic.NONE;
    private int yours;
    private long remoteMinSend;
    private long remoteMinReceive = 1;
    private int remoteMultiplier;
    private boolean remoteDemand;
    private long lastSeen;

    Session(Node node, Owner owner, BfdConfig config, int mine) {
        this.node = node;
        this.owner = owner;
        this.config = config;
        this.mine = mine;
        sender = new Alarm(node.loop(), node.clock(), this::transmit);
        silence = new Alarm(node.loop(), node.clock(), this::silent);
    }

    /** Opens the way to the other side, if it is not open. */
    void connect() {
        if (line != null) {
            return;
        }
        try {
            line = owner.open(config, this);
        } catch (IOException refused) {
            complain("Unable to open output socket, disabling instance: " + refused.getMessage());
            return;
        }
        complained = false;
        state = SessionState.DOWN;
        transmit();
    }

    void close() {
        sender.off();
        silence.off();
        if (line != null) {
            line.close();
            line = null;
        }
    }

    /** Goes over to other parameters of the same session; the other side is told by a poll (6.8.3). */
    void reconfigure(BfdConfig next) {
        config = next;
        polling = state == SessionState.UP;
        transmit();
    }

    /** A packet for this session came. */
    void received(ControlPacket packet) {
        yours = packet.mine();
        remoteState = packet.state();
        remoteDiagnostic = packet.diagnostic();
        remoteMinSend = packet.minSend();
        remoteMinReceive = packet.minReceive();
        remoteMultiplier = packet.multiplier();
        remoteDemand = packet.demand();
        polling &= !packet.last();
        lastSeen = node.clock().nanoTime();
        silence.in(detectionTime() * MICRO);
        SessionState next = state.heard(remoteState);
        boolean turned = next != state;
        if (turned) {
            turn(next, Diagnostic.NEIGHBOUR_DOWN);
        }
        if (packet.poll()) {
            send(true);
        }
        boolean late = sender.armed() && sender.deadline() - lastSeen > interval() * MICRO;
        if (turned) {
            transmit(); // the other side learns it sooner than by the next one that is due
        } else if (late || !sender.armed()) {
            schedule();
        }
    }

    private void turn(SessionState next, Diagnostic why) {
        boolean loud = state == SessionState.UP || next == SessionState.UP;
        state = next;
        diagnostic = next == SessionState.DOWN ? why : Diagnostic.NONE;
        polling = next == SessionState.UP && config.idleSend() != config.minSend();
        if (!loud) {
            return;
        }
        if (next == SessionState.UP) {
            node.log().notice("(" + config.name() + ") Entering Up state");
        } else {
            node.log()
                    .warning("(" + config.name() + ") Entering " + next.word() + " state (Local diagnostic - "
                            + diagnostic.words() + ", Remote diagnostic - " + remoteDiagnostic.words() + ")");
        }
        // Who goes because an operator wants it has not failed (RFC 5882, 4.2).
        boolean wanted = next == SessionState.UP || remoteState == SessionState.ADMIN_DOWN;
        if (up != wanted) {
            up = wanted;
            owner.changed(this);
        }
    }

    private void silent() {
        owner.drain();
        if (silence.armed()) {
            return; // what had arrived already has settled it
        }
        yours = 0;
        remoteState = SessionState.DOWN;
        remoteDemand = false;
        if (state == SessionState.UP || state == SessionState.INIT) {
            if (state == SessionState.UP) {
                long silent = (node.clock().nanoTime() - lastSeen) / MICRO;
                node.log()
                        .warning("(" + config.name() + ") Expired after " + silent / MICROS_PER_MILLI + " ms ("
                                + (silent - detectionTime()) + " usec overdue)");
            }
            turn(SessionState.DOWN, Diagnostic.EXPIRED);
            transmit();
        }
    }

    /** For how long the other side may be silent (6.8.4), in microseconds. */
    private long detectionTime() {
        return remoteMultiplier * Math.max(config.minReceive(), remoteMinSend);
    }

    /** The interval that we want: not less than a second while the session is not up (6.8.3). */
    private long wanted() {
        return state == SessionState.UP ? config.minSend() : config.idleSend();
    }

    private long interval() {
        return Math.max(wanted(), remoteMinReceive);
    }

    /** Whether packets are sent by themselves now (6.8.7). */
    private boolean speaks() {
        boolean begun = !config.passive() || yours != 0;
        boolean onDemand = remoteDemand && state == SessionState.UP && remoteState == SessionState.UP && !polling;
        return line != null && begun && remoteMinReceive != 0 && !onDemand;
    }

    private void transmit() {
        if (speaks()) {
            send(false);
        }
        schedule();
    }

    private void schedule() {
        if (!speaks()) {
            sender.off();
            return;
        }
        long interval = interval() * MICRO;
        long least = config.multiplier() == 1 ? interval / SHORTEST_PART : 0;
        sender.in(interval - least - node.random().nextLong(interval / LONGEST_PART - least + 1));
    }

    private void send(boolean answer) {
        Line to = line;
        if (to == null) {
            return;
        }
        ControlPacket packet = new ControlPacket(
                diagnostic,
                state,
                polling && !answer,
                answer,
                false,
                config.multiplier(),
                mine,
                yours,
                wanted(),
                config.minReceive());
        try {
            to.send(packet.bytes());
            complained = false;
        } catch (SystemCallException failed) {
            if (failed.errno() != SystemCallException.ECONNREFUSED) { // nobody listens there yet
                complain("Error sending packet: " + failed.getMessage());
            }
        } catch (IOException failed) {
            complain("Error sending packet: " + failed.getMessage());
        }
    }

    private void complain(String what) {
        if (!complained) {
            node.log().warning("(" + config.name() + ") " + what);
        }
        complained = true;
    }

    /** Answers come to another port than questions leave from. */
    @Override
    public void received(byte[] message) {}

    @Override
    public void refused() {}

    /** How it is configured. */
    public BfdConfig config() {
        return config;
    }

    /** What it says of itself. */
    public SessionState state() {
        return state;
    }

    /** Whether the other side is there, as those believe who track it. */
    public boolean isUp() {
        return up;
    }

    /** Its number: what the other side calls it by. */
    int mine() {
        return mine;
    }
}
