package org.backstay.redis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.backstay.config.QuotedLines;
import org.backstay.config.Settings;
import org.backstay.node.Node;
import org.backstay.redis.RedisNode;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.testkit.sim.SimulatedCaller;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;

/** A simulated server that is written to, and what is known of it outside: which writes it took, refused and promised to keep. */
final class Life {
    static final int PORT = 6379;
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
            if (SimulatedCaller.GONE.equals(answer) || isError(answer) || isBetween == (this == ALWAYS)) {
                return false;
            }
            return this != EVERYSEC
                    || (answer instanceof List<?> safe && Long.valueOf(1).equals(safe.getFirst()));
        }
    }

    final Simulation simulation;
    final Kind kind;
    final SimulatedNode server;

    /** The last round that must be there after an outage. */
    int promised = -1;

    private final SimulatedNode client;
    private SimulatedCaller caller;
    private int rounds;

    /** The rounds that were not refused, in order. */
    private List<Integer> taken = new ArrayList<>();

    Life(Simulation simulation, Kind kind) {
        this.simulation = simulation;
        this.kind = kind;
        server = simulation.node("server", node -> boot(node, kind.options));
        client = simulation.node("client", node -> () -> {});
        server.start();
        client.start();
        simulation.runFor(Duration.ofSeconds(1));
    }

    /** A server with its data in {@code /data}, and what frees its memory when its process is gone. */
    static AutoCloseable boot(Node node, String options) throws Exception {
        Path folder = Path.of("/data");
        node.disk().createDirectories(folder);
        List<String> words = new ArrayList<>(List.of("--port", Integer.toString(PORT), "--dir", "/data"));
        words.addAll(List.of("--protected-mode", "no", "--save", ""));
        words.addAll(List.of(options.split(" ", -1)));
        Settings settings = RedisDirectives.table().read(QuotedLines.commandLine(words));
        RedisNode redis = new RedisNode(node, settings, null);
        redis.start();
        return redis::free;
    }

    /** No answer, because the connection has ended, is no error: nobody knows what has become of it. */
    private static boolean isError(Object answer) {
        return answer.toString().startsWith("-") && !SimulatedCaller.GONE.equals(answer);
    }

    private void send(Consumer<Object> answer, String... words) {
        if (caller == null || caller.ended()) {
            caller = caller();
        }
        caller.send(answer, words);
    }

    /** A transaction of two keys that must always agree, and now and then what makes it safe. */
    void round() {
        int number = rounds++;
        taken.add(number);
        send(answer -> {}, "MULTI");
        send(answer -> {}, "RPUSH", "log", Integer.toString(number));
        send(answer -> {}, "SET", "last", number + " ".repeat(number % 60));
        send(answer -> answered(number, answer), "EXEC");
        if (number % kind.every == kind.every - 1) {
            send(answer -> promise(kind.isPromise(answer, true), number), kind.between.split(" "));
        }
        simulation.runFor(Duration.ofMillis(kind.millis));
    }

    private void answered(int number, Object answer) {
        if (isError(answer)) {
            taken.remove(Integer.valueOf(number));
        }
        promise(kind.isPromise(answer, false), number);
    }

    private void promise(boolean isPromise, int upTo) {
        if (isPromise) {
            promised = Math.max(promised, upTo);
        }
    }

    /** From now on nothing that was taken may be lost. */
    void expectAll() {
        promised = rounds - 1;
    }

    /** One more connection to the server. */
    SimulatedCaller caller() {
        return new SimulatedCaller(client, "server", PORT);
    }

    Object ask(String... words) {
        SimulatedCaller asks = caller();
        Object answer = asks.call(simulation, LIMIT, words);
        asks.close();
        return answer;
    }

    /** A field of INFO. */
    String info(String field) {
        String all = String.valueOf(ask("INFO", "everything"));
        return all.lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1))
                .findFirst()
                .orElse("");
    }

    /** Starts the server again. */
    void comeBack() {
        caller = null; // its connection is that of a server which is no more
        server.start();
        simulation.runFor(Duration.ofSeconds(2));
    }

    /** The first rounds that were taken are there, each of them whole, and all that were promised; what is there is what was taken from now on. */
    void assertOneStateThatWas(String when) {
        List<?> log = (List<?>) Objects.requireNonNull(ask("LRANGE", "log", "0", "-1"));
        List<Integer> state =
                log.stream().map(number -> Integer.valueOf(number.toString())).toList();
        assertThat(state)
                .as(when + ": one state that was")
                .isEqualTo(taken.subList(0, Math.min(state.size(), taken.size())));
        assertThat(state)
                .as(when + ": what was promised")
                .containsAll(taken.stream().filter(number -> number <= promised).toList());
        Object last = ask("GET", "last");
        assertThat(
                        last == null
                                ? List.of()
                                : List.of(Integer.valueOf(last.toString().strip())))
                .as(when + ": both keys of a transaction")
                .isEqualTo(state.subList(Math.max(0, state.size() - 1), state.size()));
        taken = new ArrayList<>(state);
    }
}
