package org.backstay.redis.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.redis.replication.OurProcess;
import org.backstay.testkit.stock.RespConnection;

/** Our server as a process of its own, and a connection that asks after each attack whether it still answers. */
final class HostileServer implements AutoCloseable {
    /** What an attacker could end or stop the server with because he is allowed to. */
    private static final List<String> TAKEN_AWAY = List.of(
            "-shutdown",
            "-debug",
            "-config",
            "-acl",
            "-replicaof",
            "-slaveof",
            "-failover",
            "-migrate",
            "-client|pause",
            "-client|kill",
            "-monitor",
            "-psync",
            "-sync",
            "-save",
            "-bgsave",
            "-bgrewriteaof",
            "-replconf",
            "-restore-asking");

    private final OurProcess process;
    private final RespConnection observer;

    HostileServer(Path folder) {
        process = OurProcess.start(
                folder,
                "--maxmemory",
                "48mb",
                "--proto-max-bulk-len",
                "1mb",
                "--busy-reply-threshold",
                "20",
                "--rdbchecksum",
                "no",
                "--logfile",
                folder.resolve("log").toString());
        observer = new RespConnection(process.port());
        assertThat(observer.call("DEBUG", "SET-SKIP-CHECKSUM-VALIDATION", "1")).isEqualTo("OK");
        List<String> user = new ArrayList<>(
                List.of("ACL", "SETUSER", "attacker", "on", ">pass", "allkeys", "allchannels", "+@all"));
        user.addAll(TAKEN_AWAY);
        assertThat(observer.call(user.toArray(String[]::new))).isEqualTo("OK");
    }

    int port() {
        return process.port();
    }

    /** Sends a command on the observer's connection. */
    Object call(String... words) {
        return observer.call(words);
    }

    /** Fails unless the server answers PING; a script that runs for too long is ended first. */
    void mustAnswer(String after) {
        try {
            Object answer = observer.call("PING");
            while (String.valueOf(answer).startsWith("-BUSY")) {
                observer.call("SCRIPT", "KILL");
                answer = observer.call("PING");
            }
            assertThat(answer).as(after).isEqualTo("PONG");
        } catch (UncheckedIOException gone) {
            fail("no answer after " + after + "\n" + process.process().output(), gone);
        }
    }

    @Override
    public void close() {
        observer.close();
        process.close();
    }
}
