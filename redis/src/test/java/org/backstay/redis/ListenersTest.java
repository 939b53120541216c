package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a server listens changes while it serves, or stays as it was. */
@Tag("slow")
final class ListenersTest {
    @TempDir
    Path folder;

    private OurRedis redis;
    private RespConnection client;

    @BeforeEach
    void start() {
        redis = OurRedis.start(folder);
        client = new RespConnection(redis.port());
    }

    @AfterEach
    void stop() {
        client.close();
        redis.close();
    }

    @Test
    void anotherPortIsListenedOnAndConnectionsStay() {
        int other = FreePorts.one();
        assertThat(client.call("CONFIG", "SET", "port", Integer.toString(other)))
                .isEqualTo("OK");
        assertThat(client.call("PING")).isEqualTo("PONG");
        assertThat(RespConnection.once(other, "PING")).isEqualTo("PONG");
        assertThatThrownBy(() -> connect("127.0.0.1", redis.port())).isInstanceOf(IOException.class);
    }

    @Test
    void takenPortIsRefusedAndEverythingStaysAsItWas() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(String.valueOf(client.call("CONFIG", "SET", "maxmemory", "10000001", "port", port)))
                    .contains("ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this"
                            + " port. Check server logs.");
        }
        assertThat(String.valueOf(client.call("CONFIG", "GET", "maxmemory"))).isEqualTo("[maxmemory, 0]");
        assertThat(String.valueOf(client.call("CONFIG", "GET", "port"))).isEqualTo("[port, " + redis.port() + "]");
        assertThat(RespConnection.once(redis.port(), "PING")).isEqualTo("PONG");
    }

    @Test
    void addressesAreNarrowedAndWidened() throws IOException {
        assertThat(client.call("CONFIG", "SET", "bind", "127.0.0.1")).isEqualTo("OK");
        assertThatThrownBy(() -> connect("127.0.0.2", redis.port())).isInstanceOf(IOException.class);
        assertThat(client.call("CONFIG", "SET", "bind", "*")).isEqualTo("OK");
        connect("127.0.0.2", redis.port());
    }

    @Test
    void addressThatIsNotOursIsRefusedAndTheOldOnesServeOn() throws IOException {
        assertThat(String.valueOf(client.call("CONFIG", "SET", "bind", "192.0.2.1")))
                .endsWith("Failed to bind to specified addresses.");
        assertThat(String.valueOf(client.call("CONFIG", "GET", "bind"))).isEqualTo("[bind, * -::*]");
        connect("127.0.0.2", redis.port());
    }

    private static void connect(String address, int port) throws IOException {
        new Socket(address, port).close();
    }
}
