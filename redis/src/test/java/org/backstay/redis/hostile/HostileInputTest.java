package org.backstay.redis.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.backstay.redis.CommandContractTest;
import org.backstay.testkit.stock.Resp2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests, values (RESTORE) and snapshots that are nearly right: each is an answer or an error, and PING is answered after each. Memory
 * outside the heap is reached without checks here, so what is missed is a crash of the process.
 *
 * <p>{@code -Dbackstay.hostile=N} tries N of each, from {@code -Dbackstay.hostile.seed=S} on; whatever N is, each kind stops after
 * {@code -Dbackstay.hostile.seconds}.
 */
@Tag("slow")
final class HostileInputTest {
    private static final int COUNT = Integer.getInteger("backstay.hostile", 50_000);
    private static final long SEED = Long.getLong("backstay.hostile.seed", 1);
    private static final long SECONDS = Long.getLong("backstay.hostile.seconds", 12);
    private static final int FORGET_EVERY = 2_000;
    private static final int NEW_CONNECTION_EVERY = 8;

    /** Changed at random, its lines would take away the right to go on. */
    private static final String USERS = "acl";

    @TempDir
    Path folder;

    private HostileServer server;

    @BeforeEach
    void start() {
        server = new HostileServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Something to try. */
    @FunctionalInterface
    private interface Attack {
        /** Tries it; what it was, for the report. */
        String run(int number, Mutations mutations, SplittableRandom random) throws IOException;
    }

    private void repeat(String kind, Attack attack) throws IOException {
        long begin = System.nanoTime();
        int done = 0;
        while (done < COUNT && System.nanoTime() - begin < SECONDS * 1_000_000_000L) {
            SplittableRandom random = new SplittableRandom(SEED + done);
            String what = attack.run(done, new Mutations(random), random);
            server.mustAnswer(kind + " of seed " + (SEED + done) + ": " + what);
            done++;
        }
        System.out.printf("%d %s tried in %d ms%n", done, kind, (System.nanoTime() - begin) / 1_000_000);
        assertThat(done).isPositive();
    }

    private static List<byte[]> requests() throws IOException {
        List<byte[]> requests = new ArrayList<>();
        for (String family : CommandContractTest.FAMILIES) {
            if (family.equals(USERS)) {
                continue;
            }
            for (String line : CommandContractTest.lines(family)) {
                requests.add(Resp2.command(line.split(" ")));
                requests.add((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        for (String script : CommandContractTest.lines("scripts.lua")) {
            requests.add(Resp2.command("EVAL", script, "0"));
        }
        return requests;
    }

    @Test
    void mutatedRequestsAreAnsweredOrRefused() throws IOException {
        List<byte[]> corpus = requests();
        Socket[] attacker = {connect()};
        repeat("requests", (number, mutations, random) -> {
            if (number % FORGET_EVERY == 0) {
                server.call("FLUSHALL");
                server.call("FUNCTION", "FLUSH");
            }
            byte[] request = mutations.of(corpus.get(random.nextInt(corpus.size())));
            if (random.nextInt(NEW_CONNECTION_EVERY) == 0 || !send(attacker[0], request)) {
                attacker[0].close();
                attacker[0] = connect();
                send(attacker[0], request);
            }
            return shown(request);
        });
        attacker[0].close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(Resp2.command("AUTH", "attacker", "pass"));
        return socket;
    }

    /** Sends, and takes what has been answered so far; false when the server has closed the connection. */
    private static boolean send(Socket socket, byte[] bytes) {
        try {
            socket.getInputStream().skipNBytes(socket.getInputStream().available());
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void mutatedValuesAreRestoredOrRefused() throws IOException {
        Values.fill(server::call);
        List<byte[]> corpus = Values.dumps(server::call);
        assertThat(corpus).hasSizeGreaterThan(20);
        repeat("values", (number, mutations, random) -> {
            byte[] payload = mutations.of(corpus.get(random.nextInt(corpus.size())));
            String text = new String(payload, StandardCharsets.ISO_8859_1);
            Object answer = server.call("RESTORE", "restored", "0", text, "REPLACE");
            if ("OK".equals(answer)) {
                Values.use(server::call, "restored");
            }
            return shown(payload);
        });
    }

    @Test
    void mutatedSnapshotsAreLoadedOrRefused() throws IOException {
        Values.fill(server::call);
        assertThat(server.call("SAVE")).isEqualTo("OK");
        Path file = folder.resolve("dump.rdb");
        byte[] snapshot = Files.readAllBytes(file);
        repeat("snapshots", (number, mutations, random) -> {
            byte[] mutated = mutations.of(snapshot);
            Files.write(file, mutated);
            Object answer = server.call("DEBUG", "RELOAD", "NOSAVE");
            if ("OK".equals(answer)) {
                server.call("DEBUG", "DIGEST");
            }
            return "one of " + mutated.length + " bytes";
        });
    }

    private static String shown(byte[] bytes) {
        return bytes.length > 2_000 ? bytes.length + " bytes" : HexFormat.of().formatHex(bytes);
    }
}
