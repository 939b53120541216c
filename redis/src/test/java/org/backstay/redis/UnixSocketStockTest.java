package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a unix domain socket see the same of ours and of a stock server. */
@Tag("slow")
final class UnixSocketStockTest {
    private static final Pattern ORIGIN = Pattern.compile("\\b(addr|laddr|flags)=(\\S+)");

    @TempDir
    private Path folder;

    @Test
    void clientsOfTheSocketAreShownByItsPath() throws IOException {
        Path theirs = folder.resolve("stock.sock");
        Path mine = folder.resolve("ours.sock");
        try (StockRedis stock = StockRedis.start("unixsocket " + theirs, "unixsocketperm 700");
                OurRedis ours = OurRedis.start(folder, "--unixsocket", "ours.sock", "--unixsocketperm", "700")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mine)))
                    .isEqualTo("rwx------");
            assertThat(origin(mine)).isEqualTo(origin(theirs)).contains("flags=U");
            assertThat(slowLog(mine)).isEqualTo(slowLog(theirs)).contains("/PATH:0");
            assertThat(killed(Integer.toString(ours.port()), mine))
                    .isEqualTo(killed(Integer.toString(stock.port()), theirs));
        }
        assertThat(mine).doesNotExist();
    }

    @Test
    void withoutAPortTheSocketAloneIsServed() {
        Path mine = folder.resolve("alone.sock");
        try (OurRedis ours = OurRedis.startOnSocket(folder, mine)) {
            assertThat(Cli.run("-s", mine.toString(), "SET", "key", "value")).isEqualTo("OK\n");
            assertThat(Cli.run("-s", mine.toString(), "CONFIG", "GET", "unixsocket"))
                    .isEqualTo("unixsocket\n" + mine + "\n");
            assertThat(ours.log()).contains("The server is now ready to accept connections at " + mine);
        }
    }

    private static List<String> origin(Path socket) {
        return ORIGIN.matcher(withoutPath(Cli.run("-s", socket.toString(), "CLIENT", "LIST"), socket))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static String slowLog(Path socket) {
        Cli.run("-s", socket.toString(), "CONFIG", "SET", "slowlog-log-slower-than", "0");
        Cli.run("-s", socket.toString(), "ECHO", "slow");
        String last = Cli.run("-s", socket.toString(), "SLOWLOG", "GET", "1");
        return withoutPath(last, socket).lines().skip(3).toList().toString();
    }

    private static String killed(String port, Path socket) {
        return Cli.run("-p", port, "CLIENT", "KILL", "ADDR", socket + ":0");
    }

    private static String withoutPath(String text, Path socket) {
        return text.replace(socket.toString(), "/PATH");
    }
}
