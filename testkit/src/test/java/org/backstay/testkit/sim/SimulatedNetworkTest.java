package org.backstay.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.testkit.sim.PingPong.Client;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @AutoClose
    private final Simulation simulation = new Simulation(42);

    private final SimulatedNode server = simulation.node("server", PingPong::serve);
    private final SimulatedNode client = simulation.node("client", node -> () -> {});

    @BeforeEach
    void start() {
        server.start();
        client.start();
        simulation.runFor(SECOND);
    }

    @Test
    void bytesGoThereAndBackInOrder() {
        Client connection = connect();
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            connection.send(i + ",");
            sent.append(i).append(',');
        }
        simulation.runUntil("everything came back", () -> connection.received.length() == sent.length(), MINUTE);
        assertThat(connection.received).hasToString(sent.toString());
    }

    @Test
    void addressesAreThoseOfTheMachines() {
        Client connection = connect();
        InetSocketAddress remote = (InetSocketAddress) connection.channel().remoteAddress();
        InetSocketAddress local = (InetSocketAddress) connection.channel().localAddress();
        assertThat(remote.getAddress().getHostAddress()).isEqualTo(server.ip());
        assertThat(remote.getPort()).isEqualTo(PingPong.PORT);
        assertThat(local.getAddress().getHostAddress()).isEqualTo(client.ip());
    }

    @Test
    void buffersAreDirectAndHaveAddresses() {
        List<Boolean> direct = new ArrayList<>();
        client.node()
                .network()
                .connect(
                        client.node().loop(),
                        new Endpoint("server", PingPong.PORT),
                        ConnectOptions.DEFAULT,
                        SECOND,
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelActive(ChannelHandlerContext context) {
                                context.writeAndFlush(context.alloc().buffer().writeByte('x'));
                            }

                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                ByteBuf bytes = (ByteBuf) message;
                                direct.add(bytes.isDirect() && bytes.hasMemoryAddress());
                                bytes.release();
                            }
                        });
        simulation.runUntil("a buffer came", () -> !direct.isEmpty(), SECOND);
        assertThat(direct).containsOnly(true);
    }

    @Test
    void aFullWindowMakesTheWriterWaitAndGoesOnWhenTheReaderReads() {
        Client connection = connect();
        server.freeze(Duration.ofMinutes(2));
        String large = "x".repeat(100_000);
        for (int i = 0; i < 20; i++) {
            connection.send(large);
        }
        simulation.runFor(MINUTE);
        assertThat(connection.channel().isWritable()).isFalse();
        simulation.runUntil("all came back", () -> connection.received.length() == 2_000_000, MINUTE.multipliedBy(2));
        assertThat(connection.channel().isWritable()).isTrue();
    }

    @Test
    void nobodyListeningMeansRefused() {
        Client connection = new Client(server, "client", SECOND);
        simulation.runFor(SECOND);
        assertThat(connection.events).containsExactly("ConnectException");
        assertThat(connection.channel().isOpen()).isFalse();
    }

    @Test
    void blackHoleMakesConnectingTimeOutAfterTheGivenTime() {
        simulation.links().cut(client, server, Cut.BLACK_HOLE);
        Duration before = simulation.now();
        Client connection = new Client(client, "server", Duration.ofMillis(700));
        simulation.runUntil("gave up", () -> !connection.events.isEmpty(), MINUTE);
        assertThat(connection.events).containsExactly("ConnectTimeoutException");
        assertThat(simulation.now().minus(before)).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void blackHoleHoldsBytesUntilTheLinkHeals() {
        Client connection = connect();
        simulation.links().cutOneWay(server, client, Cut.BLACK_HOLE);
        connection.send("abc");
        simulation.runFor(MINUTE);
        assertThat(connection.received).isEmpty();
        connection.send("def");
        simulation.links().heal();
        simulation.runUntil("held bytes came", () -> connection.received.length() == 6, SECOND);
        assertThat(connection.received).hasToString("abcdef");
        assertThat(connection.events).containsExactly("active");
    }

    @Test
    void kernelGivesUpABlackHoleAfterAQuarterOfAnHour() {
        Client connection = connect();
        simulation.links().cut(client, server, Cut.BLACK_HOLE);
        connection.send("abc");
        simulation.runFor(Duration.ofMinutes(14));
        assertThat(connection.events).containsExactly("active");
        simulation.runFor(Duration.ofMinutes(3));
        assertThat(connection.events).containsExactly("active", "Connection timed out", "inactive");
    }

    @Test
    void rejectingLinkBreaksConnectionsAndRefusesNewOnes() {
        Client old = connect();
        simulation.links().cut(client, server, Cut.REJECT);
        old.send("x");
        Client fresh = new Client(client, "server", SECOND);
        simulation.runFor(SECOND);
        assertThat(old.events).containsExactly("active", "Connection reset by peer", "inactive");
        assertThat(fresh.events).containsExactly("ConnectException");
    }

    @Test
    void resetEndsTheConnectionOnBothSides() {
        Client connection = connect();
        simulation.reset(client, server);
        simulation.runFor(SECOND);
        assertThat(connection.events).containsExactly("active", "Connection reset by peer", "inactive");
        assertThat(server.connections()).isEmpty();
    }

    @Test
    void crashedProcessEndsItsConnectionsAndRefusesNewOnes() {
        Client old = connect();
        server.crash();
        simulation.runFor(SECOND);
        Client fresh = new Client(client, "server", SECOND);
        simulation.runFor(SECOND);
        assertThat(old.events).startsWith("active").endsWith("inactive");
        assertThat(fresh.events).containsExactly("ConnectException");
    }

    @Test
    void deadMachineIsSilentAndResetsOldConnectionsWhenItIsBack() {
        Client old = connect();
        server.powerOff();
        old.send("x");
        Client fresh = new Client(client, "server", SECOND);
        simulation.runFor(MINUTE);
        assertThat(old.events).containsExactly("active");
        assertThat(fresh.events).containsExactly("ConnectTimeoutException");
        server.start();
        simulation.runFor(SECOND);
        assertThat(old.events).containsExactly("active", "Connection reset by peer", "inactive");
        assertThat(connect().events).containsExactly("active");
    }

    @Test
    void frozenProgramAcceptsInItsKernelAndAnswersAfterTheThaw() {
        server.freeze(MINUTE);
        Client connection = new Client(client, "server", SECOND);
        simulation.runFor(SECOND);
        connection.send("x");
        simulation.runFor(Duration.ofSeconds(50));
        assertThat(connection.events).containsExactly("active");
        assertThat(connection.received).isEmpty();
        simulation.runFor(Duration.ofSeconds(10));
        assertThat(connection.received).hasToString("x");
    }

    @Test
    void closingIsSeenAfterWhatWasSentBeforeIt() {
        Client connection = connect();
        connection.send("last words");
        connection.channel().close();
        simulation.runFor(SECOND);
        assertThat(connection.events).containsExactly("active", "inactive");
        assertThat(server.connections()).isEmpty();
    }

    @Test
    void takenPortFailsWithBindException() {
        Throwable cause = server.node()
                .network()
                .listen(server.node().loop(), new Endpoint("127.0.0.1", PingPong.PORT), ListenOptions.DEFAULT, c -> {})
                .cause();
        assertThat(cause).isInstanceOf(BindException.class).hasMessage("Address already in use");
    }

    @Test
    void listeningOnAllOfIpv6TakesIpv4Too() {
        server.node()
                .network()
                .listen(server.node().loop(), new Endpoint("::", 70), ListenOptions.DEFAULT, channel -> {});
        Throwable taken = server.node()
                .network()
                .listen(server.node().loop(), new Endpoint("0.0.0.0", 70), ListenOptions.DEFAULT, channel -> {})
                .cause();
        List<Boolean> connected = new ArrayList<>();
        client.node()
                .network()
                .connect(
                        client.node().loop(),
                        new Endpoint(server.ip(), 70),
                        ConnectOptions.DEFAULT,
                        SECOND,
                        new ChannelInboundHandlerAdapter())
                .addListener(done -> connected.add(done.isSuccess()));
        simulation.runFor(SECOND);
        assertThat(taken).isInstanceOf(BindException.class);
        assertThat(connected).containsExactly(true);
    }

    @Test
    void connectionsOvertakeEachOther() {
        simulation.links().latency(Duration.ofMillis(1), Duration.ofMillis(500));
        boolean overtaken = false;
        for (int i = 0; i < 50 && !overtaken; i++) {
            Client first = connect();
            Client second = connect();
            first.send("1");
            second.send("2");
            simulation.runUntil("one came back", () -> first.received.length() + second.received.length() > 0, MINUTE);
            overtaken = !second.received.isEmpty();
        }
        assertThat(overtaken).isTrue();
    }

    private Client connect() {
        Client connection = new Client(client, "server", Duration.ofSeconds(30));
        simulation.runUntil("connected", () -> connection.events.contains("active"), MINUTE);
        return connection;
    }
}
