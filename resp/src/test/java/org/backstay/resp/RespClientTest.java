package org.backstay.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.backstay.node.Endpoint;
import org.backstay.node.Log;
import org.backstay.node.Network;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.SocketNetwork;
import org.backstay.node.transport.Transports;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client against a stock redis-server. */
@Tag("slow")
class RespClientTest {
    private static final RespClient.Options PLAIN = RespClient.Options.DEFAULT;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static StockRedis redis;
    private static Loops loops;
    private static Network network;

    private static final Log SILENT = new Log() {
        @Override
        public void log(Level level, String line) {}

        @Override
        public boolean enabled(Level level) {
            return false;
        }
    };

    @BeforeAll
    static void start() throws IOException {
        redis = StockRedis.server("--requirepass", "secret");
        loops = new Loops(Transports.choose(SILENT), "test", 1);
        network = new SocketNetwork(loops, SILENT);
    }

    @AfterAll
    static void stop() throws Exception {
        loops.close();
        redis.close();
    }

    private static EventLoop loop() {
        return loops.first();
    }

    private static Network network() {
        return network;
    }

    private static Endpoint endpoint() {
        return new Endpoint("127.0.0.1", redis.port);
    }

    private static RespClient.Options known(int protocol) {
        return PLAIN.withPassword(null, "secret").withProtocol(protocol);
    }

    @Test
    void repliesComeInTheOrderOfTheCommands() throws Exception {
        for (int protocol : new int[] {2, 3}) {
            try (BlockingRespClient client =
                    BlockingRespClient.connect(network(), loop(), endpoint(), known(protocol), PATIENCE)) {
                assertThat(client.call("SET", "k", "v")).isEqualTo(new RespValue.Simple("OK"));
                assertThat(client.call("GET", "k").text()).isEqualTo("v");
                assertThat(client.call("GET", "none")).isEqualTo(RespValue.Null.NULL);
                assertThat(client.call("NOPE").isError()).isTrue();
                assertThat(client.call("HGETALL", "none"))
                        .isEqualTo(protocol == 2 ? new RespValue.Array(List.of()) : new RespValue.Map(List.of()));
            }
        }
    }

    @Test
    void tenThousandCommandsAreInFlightAtOnceAndNoMore() throws Exception {
        CompletableFuture<List<Long>> all = new CompletableFuture<>();
        List<Long> got = new ArrayList<>();
        List<Boolean> accepted = new ArrayList<>();
        loop().execute(() -> {
            RespClient client =
                    RespClient.connect(network(), loop(), endpoint(), known(2), new RespClient.Listener() {});
            client.send((reply, failure) -> {}, "DEL", "n");
            for (int i = 0; i < 9_999; i++) {
                client.send(
                        (reply, failure) -> {
                            got.add(((RespValue.Int) reply).value());
                            if (got.size() == 9_999) {
                                all.complete(got);
                                client.close();
                            }
                        },
                        "INCR",
                        "n");
            }
            accepted.add(client.send((reply, failure) -> {}, "PING"));
        });
        List<Long> values = all.get(20, TimeUnit.SECONDS);
        assertThat(accepted).containsExactly(false);
        for (int i = 0; i < values.size(); i++) {
            assertThat(values.get(i)).isEqualTo(i + 1);
        }
    }

    @Test
    void messagesGoToTheListener() throws Exception {
        for (int protocol : new int[] {2, 3}) {
            List<String> heard = new ArrayList<>();
            CompletableFuture<Void> three = new CompletableFuture<>();
            loop().execute(() ->
                    RespClient.connect(network(), loop(), endpoint(), known(protocol), new RespClient.Listener() {
                        @Override
                        public void connected(RespClient client) {
                            client.subscribe("SUBSCRIBE", "a", "b");
                            client.subscribe("PSUBSCRIBE", "x*");
                        }

                        @Override
                        public void push(RespClient client, RespValue message) {
                            heard.add(message.list().get(0).text() + " "
                                    + message.list().get(1).text());
                            if (heard.size() == 3) {
                                RespClient other = RespClient.connect(
                                        network(), loop(), endpoint(), known(2), new RespClient.Listener() {});
                                other.send((reply, failure) -> {}, "PUBLISH", "a", "1");
                                other.send((reply, failure) -> other.close(), "PUBLISH", "xy", "2");
                            }
                            if (heard.size() == 5) {
                                client.send(
                                        (reply, failure) -> heard.add(
                                                reply == null
                                                        ? ""
                                                        : "pong " + reply.list().size()),
                                        "PING");
                                client.send(
                                        (reply, failure) -> {
                                            client.close();
                                            three.complete(null);
                                        },
                                        "PING");
                            }
                        }
                    }));
            three.get(20, TimeUnit.SECONDS);
            assertThat(heard)
                    .containsExactly(
                            "subscribe a",
                            "subscribe b",
                            "psubscribe x*",
                            "message a",
                            "pmessage x*",
                            "pong " + (protocol == 2 ? 2 : 0));
        }
    }

    @Test
    void refusalsAndClosedPortsAreFailures() throws IOException {
        assertThatThrownBy(() -> BlockingRespClient.connect(
                        network(), loop(), endpoint(), PLAIN.withPassword(null, "wrong"), PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("WRONGPASS");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() ->
                        BlockingRespClient.connect(network(), loop(), new Endpoint("127.0.0.1", port), PLAIN, PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void aLostConnectionFailsWhatWaitsThenTellsTheListenerOnce() throws Exception {
        List<String> events = new ArrayList<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        loop().execute(() -> {
            RespClient client = RespClient.connect(network(), loop(), endpoint(), known(2), new RespClient.Listener() {
                @Override
                public void disconnected(RespClient gone, @Nullable Throwable cause) {
                    events.add("disconnected");
                    gone.close();
                    events.add("again " + gone.send((reply, failure) -> {}, "PING"));
                    ended.complete(null);
                }
            });
            client.send((reply, failure) -> events.add("quit " + (reply != null)), "QUIT");
            client.send((reply, failure) -> events.add("ping " + (failure != null)), "PING");
        });
        ended.get(20, TimeUnit.SECONDS);
        assertThat(events).containsExactly("quit true", "ping true", "disconnected", "again false");
    }

    @Test
    void aServerThatSpeaksAnotherProtocolIsLeft() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            CompletableFuture<Void> done = CompletableFuture.runAsync(() -> {
                try (var socket = server.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    assertThat(socket.getInputStream().readAllBytes()).isNotNull();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> {
                        try (BlockingRespClient client = BlockingRespClient.connect(
                                network(), loop(), new Endpoint("127.0.0.1", server.getLocalPort()), PLAIN, PATIENCE)) {
                            client.call("PING");
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("type 'H'");
            try {
                done.get(10, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("the connection was not closed", e);
            }
        }
    }
}
