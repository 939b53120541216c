package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that outlive the server: in a file of their own and in redis.conf, as a stock server writes and reads them. */
@Tag("slow")
final class UserStoreTest {
    private static final List<List<String>> PEOPLE = List.of(
            List.of("kim", "on", ">secret", "~kim:*", "%R~all:*", "&news.*", "+@read", "-keys"),
            List.of("lee", "on", "nopass", "(+set ~lee:*)", "(%R~x +@hash -hset)", "+select|0"),
            List.of("off", "allkeys", "allchannels", "+@all", "-@dangerous"),
            List.of("default", "-debug"));

    @TempDir
    Path folder;

    private Path users() {
        return folder.resolve("users.acl");
    }

    private OurRedis withFile(String content) throws IOException {
        Files.writeString(users(), content);
        return OurRedis.start(folder, "--aclfile", "users.acl");
    }

    private static void make(RespConnection admin) {
        for (List<String> rules : PEOPLE) {
            List<String> words = new ArrayList<>(List.of("ACL", "SETUSER"));
            words.addAll(rules);
            assertThat(admin.call(words.toArray(String[]::new))).isEqualTo("OK");
        }
    }

    private static String list(int port) {
        return String.valueOf(RespConnection.once(port, "ACL", "LIST"));
    }

    @Test
    void whatIsSavedIsWhatAStockServerSavesAndReads() throws IOException {
        Path theirs = Files.createDirectory(folder.resolve("stock"));
        Files.writeString(theirs.resolve("users.acl"), "");
        try (OurRedis ours = withFile("");
                RespConnection admin = new RespConnection(ours.port());
                StockRedis stock = StockRedis.startIn(theirs, "aclfile users.acl", "enable-debug-command yes");
                RespConnection other = new RespConnection(stock.port())) {
            for (RespConnection each : List.of(admin, other)) {
                make(each);
                assertThat(each.call("ACL", "SAVE")).isEqualTo("OK");
            }
            assertThat(Files.readAllLines(users()))
                    .hasSize(4)
                    .isEqualTo(Files.readAllLines(theirs.resolve("users.acl")));
            Files.copy(users(), theirs.resolve("again.acl"));
            try (StockRedis reader = StockRedis.startIn(theirs, "aclfile again.acl")) {
                assertThat(list(reader.port())).isEqualTo(list(ours.port()));
            }
        }
    }

    @Test
    void savedUsersAreThereAfterARestart() throws IOException {
        String before;
        try (OurRedis redis = withFile("");
                RespConnection admin = new RespConnection(redis.port())) {
            make(admin);
            admin.call("MULTI");
            admin.call("ACL", "SAVE");
            assertThat(String.valueOf(admin.call("EXEC"))).isEqualTo("[OK]");
            before = list(redis.port());
        }
        try (OurRedis redis = OurRedis.start(folder, "--aclfile", "users.acl")) {
            assertThat(list(redis.port())).isEqualTo(before);
            assertThat(String.valueOf(RespConnection.once(redis.port(), "AUTH", "kim", "secret")))
                    .isEqualTo("OK");
        }
    }

    @Test
    void loadedUsersReplaceAllOthersAndTheirClientsAreDisconnected() throws IOException {
        try (OurRedis redis = withFile("user kim on nopass ~* &* +@all\n");
                RespConnection admin = new RespConnection(redis.port());
                RespConnection kim = new RespConnection(redis.port());
                RespConnection lee = new RespConnection(redis.port())) {
            admin.call("ACL", "SETUSER", "lee", "on", "nopass", "+@all");
            kim.call("AUTH", "kim", "");
            lee.call("AUTH", "lee", "");
            assertThat(kim.call("ACL", "LOAD")).isEqualTo("OK");
            assertThatThrownBy(() -> kim.call("PING")).isInstanceOf(UncheckedIOException.class);
            assertThatThrownBy(() -> lee.call("PING")).isInstanceOf(UncheckedIOException.class);
            assertThat(String.valueOf(admin.call("ACL", "USERS"))).isEqualTo("[default, kim]");
        }
    }

    @Test
    void aBrokenFileChangesNothingAndTellsEveryLine() throws IOException {
        try (OurRedis redis = withFile("user kim on nopass +get\n");
                RespConnection kim = new RespConnection(redis.port())) {
            kim.call("AUTH", "kim", "");
            String before = list(redis.port());
            Files.writeString(users(), "user lee on\nnonsense\nuser lee off\nuser ann +nosuch\n");
            assertThat(RespConnection.once(redis.port(), "ACL", "LOAD"))
                    .hasToString(
                            "-ERR users.acl:2 should start with user keyword followed by the username. "
                                    + "WARNING: Duplicate user 'lee' found on line 3. "
                                    + "users.acl:4: Error in applying operation '+nosuch': Unknown command or category name in ACL. "
                                    + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed");
            Files.delete(users());
            assertThat(String.valueOf(RespConnection.once(redis.port(), "ACL", "LOAD")))
                    .contains("Error loading ACLs, opening file 'users.acl': No such file or directory");
            assertThat(list(redis.port())).isEqualTo(before);
            assertThat(kim.call("GET", "k"))
                    .hasToString(
                            "-NOPERM this user has no permissions to access one of the keys" + " used as arguments");
        }
    }

    @Test
    void aFileThatCanNotBeWrittenIsAnErrorAndALineInTheLog() throws IOException {
        Path deep = Files.createDirectory(folder.resolve("deep"));
        Files.writeString(deep.resolve("users.acl"), "");
        try (OurRedis redis = OurRedis.start(folder, "--aclfile", "deep/users.acl");
                RespConnection admin = new RespConnection(redis.port())) {
            Files.delete(deep.resolve("users.acl"));
            Files.delete(deep);
            assertThat(String.valueOf(admin.call("ACL", "SAVE")))
                    .contains("There was an error trying to save the ACLs");
            assertThat(redis.log()).contains("Writing ACL file for ACL SAVE: No such file or directory");
            assertThat(admin.call("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void withoutAFileNothingCanBeSavedOrLoaded() {
        try (OurRedis redis = OurRedis.start(folder)) {
            for (String verb : List.of("SAVE", "LOAD")) {
                assertThat(String.valueOf(RespConnection.once(redis.port(), "ACL", verb)))
                        .contains("This Redis instance is not configured to use an ACL file");
            }
        }
    }

    @Test
    void rewritingTheConfigurationKeepsUsersAsAStockServerReadsThem() throws IOException {
        Path file = folder.resolve("redis.conf");
        Files.writeString(file, "# kept\nuser kim on nopass ~mine:* +@all\nmaxclients 77\n");
        String before;
        try (OurRedis redis = OurRedis.startWith(file, folder);
                RespConnection admin = new RespConnection(redis.port())) {
            assertThat(String.valueOf(admin.call("ACL", "GETUSER", "kim"))).contains("+@all");
            make(admin);
            assertThat(admin.call("CONFIG", "REWRITE")).isEqualTo("OK");
            assertThat(String.valueOf(admin.call("CONFIG", "GET", "*"))).doesNotContain("user kim");
            assertThat(String.valueOf(admin.call("CONFIG", "SET", "user", "x"))).contains("Unknown option");
            // A declared default user begins with what "reset" leaves, and so does the original's.
            before = list(redis.port()).replace("user default on nopass", "user default on nopass sanitize-payload");
        }
        assertThat(Files.readString(file))
                .startsWith("# kept\nuser default ")
                .contains("\nmaxclients 77\n", "\nuser kim ");
        try (OurRedis redis = OurRedis.startWith(file, folder)) {
            assertThat(list(redis.port())).isEqualTo(before);
        }
        List<String> users = Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("user "))
                .toList();
        try (StockRedis stock = StockRedis.start(users.toArray(String[]::new))) {
            assertThat(list(stock.port())).isEqualTo(before);
        }
    }

    private String refusedStart(String... options) throws IOException {
        Path log = folder.resolve("log");
        Files.deleteIfExists(log);
        List<String> words = new ArrayList<>(List.of("--port", Integer.toString(FreePorts.one()), "--save", ""));
        words.addAll(List.of("--dir", folder.toString(), "--logfile", log.toString()));
        words.addAll(List.of(options));
        assertThat(RedisServerMain.run(words.toArray(String[]::new))).isEqualTo(1);
        return Files.readString(log);
    }

    @Test
    void aFaultInTheFileEndsTheStartWithOneLine() throws IOException {
        assertThat(refusedStart("--aclfile", "nosuch.acl"))
                .contains("Aborting Redis startup because of ACL errors: "
                        + "Error loading ACLs, opening file 'nosuch.acl': No such file or directory");
        Files.writeString(users(), "\nuser kim +nosuch\n");
        assertThat(refusedStart("--aclfile", "users.acl"))
                .contains(
                        "Aborting Redis startup because of ACL errors: users.acl:2: Error in applying operation '+nosuch'");
        Files.writeString(users(), "");
        assertThat(refusedStart("--aclfile", "users.acl", "--user", "kim"))
                .contains(
                        "Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid");
    }
}
