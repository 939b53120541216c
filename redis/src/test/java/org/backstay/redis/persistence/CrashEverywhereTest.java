package org.backstay.redis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.backstay.config.QuotedLines;
import org.backstay.config.Settings;
import org.backstay.node.Node;
import org.backstay.redis.RedisNode;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedCaller;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same life again and again, and each time the power fails at another change of the disk: a write, a sync, a file that comes, goes or gets
 * a new name. What comes back must be a state that there was, and not older than what was promised.
 */
@Tag("slow")
final class CrashEverywhereTest {
    private static final int PORT = 6379;
    private static final int ROUNDS = 40;
    private static final int MORE_ROUNDS = 5;
    private static final int MOST_CRASHES = 150;

    /** An outage at the same change leaves one thing or another of what was not synced. */
    private static final int OUTCOMES = 3;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What is on the disk, and when it counts as promised. */
    enum Kind {
        ALWAYS(
                "--appendonly yes --appendfsync always --aof-segment-size 1kb --aof-history-size 4kb",
                "BGREWRITEAOF",
                7,
                40),
        EVERYSEC(
                "--appendonly yes --appendfsync everysec --aof-segment-size 2kb --aof-history-size 4kb",
                "WAITAOF 1 0 0",
                5,
                300),
        SNAPSHOTS("--appendonly no", "SAVE", 3, 40);

        final String options;
        final String between;
        final int every;
        final int millis;

        /**
         * A kind.
         *
         * @param between what is asked for after so many rounds
         * @param millis how long a round takes
         */
        Kind(String options, String between, int every, int millis) {
            this.options = options;
            this.between = between;
            this.every = every;
            this.millis = millis;
        }

        /** Whether the answer to a round, or to what is asked between them, says that it is safe. */
        boolean isPromise(Object answer, boolean isBetween) {
            if (answer == null || answer.toString().startsWith("-") || isBetween == (this == ALWAYS)) {
                return false;
            }
            return this != EVERYSEC
                    || (answer instanceof List<?> safe && Long.valueOf(1).equals(safe.getFirst()));
        }
    }

    /** One life, its end and what comes after. */
    private static final class Life {
        final Simulation simulation;
        final Kind kind;
        final SimulatedNode server;
        final SimulatedNode client;
        SimulatedCaller caller;
        int rounds;

        /** Rounds that must be there after an outage. */
        int promised;

        Life(Simulation simulation, Kind kind) {
            this.simulation = simulation;
            this.kind = kind;
            server = simulation.node("server", this::boot);
            client = simulation.node("client", node -> () -> {});
            server.start();
            client.start();
            simulation.runFor(Duration.ofSeconds(1));
        }

        private AutoCloseable boot(Node node) throws Exception {
            Path folder = Path.of("/data");
            node.disk().createDirectories(folder);
            List<String> words = new ArrayList<>(List.of("--port", Integer.toString(PORT), "--dir", "/data"));
            words.addAll(List.of("--protected-mode", "no", "--save", ""));
            words.addAll(List.of(kind.options.split(" ", -1)));
            Settings settings = RedisDirectives.table().read(QuotedLines.commandLine(words));
            RedisNode redis = new RedisNode(node, settings, null);
            redis.start();
            return redis::free;
        }

        private void send(java.util.function.Consumer<Object> answer, String... words) {
            if (caller == null || caller.ended()) {
                caller = new SimulatedCaller(client, "server", PORT);
            }
            caller.send(answer, words);
        }

        /** A transaction of two keys that must always agree, and now and then a new snapshot. */
        void round() {
            int number = rounds++;
            send(answer -> {}, "MULTI");
            send(answer -> {}, "RPUSH", "log", Integer.toString(number));
            send(answer -> {}, "SET", "last", number + " ".repeat(number % 60));
            send(answer -> promise(kind.isPromise(answer, false), number + 1), "EXEC");
            if (number % kind.every == kind.every - 1) {
                send(answer -> promise(kind.isPromise(answer, true), number + 1), kind.between.split(" "));
            }
            simulation.runFor(Duration.ofMillis(kind.millis));
        }

        private void promise(boolean isPromise, int upTo) {
            if (isPromise) {
                promised = Math.max(promised, upTo);
            }
        }

        Object ask(String... words) {
            SimulatedCaller asks = new SimulatedCaller(client, "server", PORT);
            Object answer = asks.call(simulation, LIMIT, words);
            asks.close();
            return answer;
        }

        void comeBack() {
            caller = null; // its connection is that of a server which is no more
            server.start();
            simulation.runFor(Duration.ofSeconds(2));
        }

        /** The rounds that are there; that they are the first ones, and whole. */
        int assertOneStateThatWas(String when) {
            List<?> log = (List<?>) Objects.requireNonNull(ask("LRANGE", "log", "0", "-1"));
            for (int i = 0; i < log.size(); i++) {
                assertThat(log.get(i)).as(when).isEqualTo(Integer.toString(i));
            }
            Object last = ask("GET", "last");
            int lastNumber =
                    last == null ? -1 : Integer.parseInt(last.toString().strip());
            assertThat(lastNumber).as(when + ": both keys of a transaction").isEqualTo(log.size() - 1);
            assertThat(log.size()).as(when + ": what was promised").isBetween(promised, rounds);
            return log.size();
        }
    }

    private static long changesOfAWholeLife(Kind kind) {
        long[] changes = new long[1];
        Seeds.run(1L, simulation -> {
            Life life = new Life(simulation, kind);
            for (int i = 0; i < ROUNDS; i++) {
                life.round();
            }
            simulation.runFor(Duration.ofSeconds(2));
            assertThat(life.promised).isGreaterThan(ROUNDS - kind.every);
            changes[0] = life.server.disk().changesMade();
        });
        return changes[0];
    }

    private static void crashAfter(Kind kind, long changes, Simulation simulation) {
        Life life = new Life(simulation, kind);
        long begun = life.server.disk().changesMade();
        life.server
                .disk()
                .failAfter(Math.max(0, changes - begun), () -> simulation.after(Duration.ZERO, life.server::powerOff));
        for (int i = 0; i < ROUNDS && life.server.alive(); i++) {
            life.round();
        }
        simulation.runFor(Duration.ofSeconds(2));
        if (life.server.alive()) {
            life.server.powerOff();
        }
        String when = kind + ", power lost after change " + changes;
        life.comeBack();
        life.rounds = life.assertOneStateThatWas(when);
        if (kind == Kind.SNAPSHOTS) {
            return;
        }
        for (int i = 0; i < MORE_ROUNDS; i++) {
            life.round();
        }
        simulation.runFor(Duration.ofSeconds(2));
        life.promised = life.rounds;
        life.server.powerOff();
        life.comeBack();
        life.assertOneStateThatWas(when + ", and then again");
    }

    @ParameterizedTest
    @EnumSource
    void whereverThePowerFailsAStateThatWasComesBack(Kind kind) {
        long all = changesOfAWholeLife(kind);
        assertThat(all).isGreaterThan(50);
        long step = Math.max(1, all / MOST_CRASHES);
        for (long changes = 1; changes <= all; changes += step) {
            long at = changes;
            for (int outcome = 0; outcome < OUTCOMES; outcome++) {
                Seeds.run(at + outcome * all, simulation -> crashAfter(kind, at, simulation));
            }
        }
    }
}
