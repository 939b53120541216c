package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.Resp2;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients are told of keys that they have cached, in RESP3 and through another connection in RESP2. */
@Tag("slow")
final class ClientTrackingTest {
    private static final String CHANNEL = "__redis__:invalidate";

    @TempDir
    Path folder;

    private OurRedis redis;
    private RespConnection writer;
    private RespConnection reader;
    private RespConnection listener;
    private String listenerId;

    @BeforeEach
    void start() {
        redis = OurRedis.start(folder);
        writer = new RespConnection(redis.port());
        reader = new RespConnection(redis.port());
        listener = new RespConnection(redis.port());
        listenerId = String.valueOf(listener.call("CLIENT", "ID"));
        listener.call("SUBSCRIBE", CHANNEL);
    }

    @AfterEach
    void stop() {
        writer.close();
        reader.close();
        listener.close();
        redis.close();
    }

    @Test
    void readKeyIsInvalidatedOnce() {
        reader.call("CLIENT", "TRACKING", "ON", "REDIRECT", listenerId);
        reader.call("MGET", "a", "b");
        writer.call("SET", "unread", "1");
        writer.call("SET", "a", "1");
        writer.call("SET", "a", "2");
        writer.call("DEL", "b");
        writer.call("SET", "b", "1");
        assertThat(listener.read()).isEqualTo(List.of("message", CHANNEL, List.of("a")));
        assertThat(listener.read()).isEqualTo(List.of("message", CHANNEL, List.of("b")));
    }

    @Test
    void broadcastTellsOfAllChangesBelowAPrefixButOnesOwn() {
        reader.call("CLIENT", "TRACKING", "ON", "BCAST", "NOLOOP", "PREFIX", "user:", "REDIRECT", listenerId);
        reader.call("SET", "user:own", "1");
        writer.call("SET", "page:1", "1");
        writer.call("MSET", "user:2", "1", "user:1", "1", "page:2", "1");
        assertThat(listener.read()).isEqualTo(List.of("message", CHANNEL, List.of("user:1", "user:2")));
    }

    @Test
    void optInRemembersOnlyWhatFollowsCachingYes() {
        reader.call("CLIENT", "TRACKING", "ON", "OPTIN", "REDIRECT", listenerId);
        reader.call("GET", "a");
        reader.call("CLIENT", "CACHING", "YES");
        reader.call("GET", "b");
        reader.call("GET", "c");
        writer.call("MSET", "a", "1", "c", "1", "b", "1");
        writer.call("FLUSHALL");
        assertThat(listener.read()).isEqualTo(List.of("message", CHANNEL, List.of("b")));
    }

    @Test
    void scriptThatReadsMakesItsCallerTrackTheKeysItDeclared() {
        reader.call("CLIENT", "TRACKING", "ON", "REDIRECT", listenerId);
        reader.call("EVAL", "redis.call('set', 'c', '1')", "2", "a", "b");
        writer.call("MSET", "a", "1", "b", "1");
        reader.call("EVAL_RO", "redis.call('ping')", "1", "a");
        writer.call("SET", "a", "2");
        reader.call("EVAL", "redis.call('get', 'c')", "1", "b");
        writer.call("MSET", "a", "3", "b", "3");
        assertThat(listener.read()).isEqualTo(List.of("message", CHANNEL, List.of("b")));
    }

    @Test
    void whatOnesOwnScriptChangesIsNotToldInNoLoopMode() {
        reader.call("CLIENT", "TRACKING", "ON", "NOLOOP", "REDIRECT", listenerId);
        reader.call("MGET", "a", "b");
        reader.call("EVAL", "redis.call('set', KEYS[1], '1')", "1", "a");
        writer.call("EVAL", "redis.call('set', KEYS[1], '1')", "1", "b");
        assertThat(listener.read()).isEqualTo(List.of("message", CHANNEL, List.of("b")));
    }

    @Test
    void tableThatIsTooFullForgetsAndTells() {
        writer.call("CONFIG", "SET", "tracking-table-max-keys", "1");
        reader.call("CLIENT", "TRACKING", "ON", "REDIRECT", listenerId);
        reader.call("MGET", "a", "b");
        assertThat(String.valueOf(listener.read())).containsAnyOf("[a]", "[b]");
        assertThat(String.valueOf(writer.call("INFO", "stats"))).contains("tracking_total_keys:1\r");
    }

    @Test
    void ownChangeIsToldBehindTheReplyInResp3() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            say(socket, "HELLO", "3");
            say(socket, "CLIENT", "TRACKING", "ON");
            say(socket, "GET", "a");
            say(socket, "SET", "a", "1");
            say(socket, "FLUSHALL");
            String expected =
                    "_\r\n+OK\r\n>2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n+OK\r\n>2\r\n$10\r\ninvalidate\r\n_\r\n";
            assertThat(readUntil(socket, expected)).endsWith(expected);
        }
    }

    @Test
    void redirectionThatIsGoneIsToldOnce() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            say(socket, "HELLO", "3");
            say(socket, "CLIENT", "TRACKING", "ON", "REDIRECT", listenerId);
            say(socket, "GET", "a");
            readUntil(socket, "_\r\n");
            listener.close();
            writer.call("CLIENT", "KILL", "ID", listenerId);
            writer.call("SET", "a", "1");
            String expected = ">2\r\n$21\r\ntracking-redir-broken\r\n:" + listenerId + "\r\n";
            assertThat(readUntil(socket, expected)).endsWith(expected);
        }
    }

    private static void say(Socket socket, String... words) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(Resp2.command(words));
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] some = new byte[4096];
        while (!text.toString().endsWith(end)) {
            int length = socket.getInputStream().read(some);
            assertThat(length).as("bytes after " + text).isPositive();
            text.append(new String(some, 0, length, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }
}
