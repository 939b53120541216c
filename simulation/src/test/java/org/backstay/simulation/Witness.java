package org.backstay.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.backstay.testkit.sim.SimulatedCaller;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;

/**
 * A machine that asks all others what they think, five times a second, as an operator would: by their protocol. Its links
 * are never cut. What a machine said last counts until it says something else or stops answering.
 */
final class Witness {
    private static final Duration EVERY = Duration.ofMillis(200);

    /** A machine that lost its power tells nobody; after this many looks without an answer a new connection is made. */
    private static final int PATIENCE = 10;

    private final Simulation simulation;
    private final SimulatedNode self;
    private final Map<SimulatedNode, Watched> watched = new LinkedHashMap<>();
    private boolean heard;

    Witness(Simulation simulation) {
        this.simulation = simulation;
        this.self = simulation.node("witness", node -> () -> {});
    }

    void start() {
        self.start();
        look();
    }

    /** From now on asks a machine this. */
    void watch(SimulatedNode machine, int port, String... question) {
        watched.put(machine, new Watched(machine, port, question));
    }

    /** What the machine said last, or {@code "-GONE"}, or null before it said anything. */
    Object answer(SimulatedNode machine) {
        return watched.get(machine).answer;
    }

    /** The fields of the last answer, which alternate names and values; empty when there is none. */
    Map<String, String> fields(SimulatedNode machine) {
        return watched.get(machine).fields;
    }

    /** Whether something was answered since this was last asked; before that no conclusion can have changed. */
    boolean news() {
        boolean result = heard;
        heard = false;
        return result;
    }

    /** Asks something once, over a connection of its own. */
    Object ask(SimulatedNode machine, int port, String... question) {
        SimulatedCaller caller = new SimulatedCaller(self, machine.ip(), port);
        try {
            return caller.call(simulation, Duration.ofSeconds(10), question);
        } finally {
            caller.close();
        }
    }

    private void look() {
        watched.values().forEach(Watched::look);
        simulation.after(EVERY, this::look);
    }

    private final class Watched {
        private final SimulatedNode machine;
        private final int port;
        private final String[] question;
        private SimulatedCaller caller;
        private boolean asked;
        private int unanswered;
        private Object answer;
        private Map<String, String> fields = Map.of();

        Watched(SimulatedNode machine, int port, String[] question) {
            this.machine = machine;
            this.port = port;
            this.question = question;
        }

        void look() {
            if (!machine.alive()) {
                hear(SimulatedCaller.GONE);
            }
            if (asked && ++unanswered > PATIENCE) {
                caller.close();
                hear(SimulatedCaller.GONE);
            }
            if (caller == null || caller.ended() || unanswered > PATIENCE) {
                unanswered = 0;
                caller = new SimulatedCaller(self, machine.ip(), port);
                asked = false;
            }
            if (!asked) {
                asked = true;
                caller.send(hearFrom(caller), question);
            }
        }

        private Consumer<Object> hearFrom(SimulatedCaller from) {
            return told -> {
                if (from == caller) {
                    asked = false;
                    unanswered = 0;
                    hear(told);
                }
            };
        }

        private void hear(Object told) {
            heard = true;
            answer = told;
            fields = new LinkedHashMap<>();
            if (told instanceof List<?> list) {
                for (int i = 0; i + 1 < list.size(); i += 2) {
                    fields.put(String.valueOf(list.get(i)), String.valueOf(list.get(i + 1)));
                }
            }
        }
    }
}
