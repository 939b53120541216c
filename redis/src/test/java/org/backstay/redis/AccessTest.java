package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of clients whose users change, and what ACL LOG says of refusals. */
@Tag("slow")
final class AccessTest {
    private static final int PATIENCE_SECONDS = 10;

    @TempDir
    Path folder;

    private OurRedis redis;
    private RespConnection admin;
    private RespConnection kim;

    @BeforeEach
    void start() {
        redis = OurRedis.start(folder);
        admin = new RespConnection(redis.port());
        admin.call("ACL", "SETUSER", "kim", "on", "nopass", "~*", "&*", "+@all");
        kim = new RespConnection(redis.port());
        assertThat(kim.call("AUTH", "kim", "any")).isEqualTo("OK");
    }

    @AfterEach
    void stop() {
        kim.close();
        admin.close();
        redis.close();
    }

    private void rules(String... rules) {
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "kim"));
        words.addAll(List.of(rules));
        assertThat(admin.call(words.toArray(String[]::new))).isEqualTo("OK");
    }

    private static void assertEnded(RespConnection connection) {
        assertThatThrownBy(connection::read).isInstanceOf(UncheckedIOException.class);
    }

    private String answer(String... words) {
        return String.valueOf(kim.call(words));
    }

    /** The newest entry of ACL LOG by field. */
    private Map<String, String> refusal() {
        List<?> fields = (List<?>) ((List<?>) admin.call("ACL", "LOG", "1")).getFirst();
        Map<String, String> entry = new HashMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            entry.put(String.valueOf(fields.get(i)), String.valueOf(fields.get(i + 1)));
        }
        return entry;
    }

    private void assertRefused(String context, String reason, String object) {
        assertThat(refusal())
                .containsEntry("context", context)
                .containsEntry("reason", reason)
                .containsEntry("object", object)
                .containsEntry("username", "kim");
    }

    private void awaitBlocked() {
        Awaitility.await("a blocked client")
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> String.valueOf(admin.call("INFO", "clients")).contains("blocked_clients:1\r"));
    }

    @Test
    void rightsThatAreTakenAreGoneAtOnce() {
        assertThat(answer("SET", "k", "v")).isEqualTo("OK");
        rules("-set");
        assertThat(answer("SET", "k", "v")).contains("NOPERM this user has no permissions to run the 'set' command");
        assertRefused("toplevel", "command", "set");
        rules("resetkeys", "~mine:*");
        assertThat(answer("GET", "theirs"))
                .contains("NOPERM this user has no permissions to access one of the keys used as arguments");
        assertRefused("toplevel", "key", "theirs");
    }

    @Test
    void whoHearsAChannelThatIsTakenIsDisconnected() {
        kim.call("SUBSCRIBE", "news");
        rules("resetchannels", "&news", "&more*");
        admin.call("PUBLISH", "news", "still here");
        assertThat(answerRead()).contains("still here");
        rules("resetchannels", "&more*");
        assertEnded(kim);
    }

    private String answerRead() {
        return String.valueOf(kim.read());
    }

    @Test
    void whoHearsAPatternThatIsOnlyCoveredIsDisconnected() {
        kim.call("PSUBSCRIBE", "news.a*");
        rules("resetchannels", "&news.*");
        assertEnded(kim);
    }

    @Test
    void whoHearsAShardChannelThatIsTakenIsDisconnected() {
        kim.call("SSUBSCRIBE", "news");
        rules("resetchannels");
        assertEnded(kim);
    }

    @Test
    void clientsOfADeletedUserAreDisconnectedTheOneThatAskedAfterItsAnswer() {
        try (RespConnection other = new RespConnection(redis.port())) {
            other.call("AUTH", "kim", "any");
            kim.send("ACL", "DELUSER", "kim");
            kim.send("PING");
            assertThat(kim.read()).isEqualTo(1L);
            assertEnded(kim);
            assertEnded(other);
        }
        assertThat(admin.call("PING")).isEqualTo("PONG");
    }

    @Test
    void queuedCommandsAreCheckedAgainAtExec() {
        kim.call("MULTI");
        kim.call("SET", "k", "v");
        kim.call("GET", "k");
        kim.call("PUBLISH", "news", "m");
        rules("-set", "resetchannels");
        assertThat(answer("EXEC"))
                .contains("no permission to execute the command or subcommand")
                .contains(", null, ")
                .contains("no permission to access one of the channels used as arguments");
        assertThat(admin.call("EXISTS", "k")).isEqualTo(0L);
        assertRefused("multi", "channel", "news");
    }

    @Test
    void aWaitingClientIsCheckedAgainWhenItIsServed() {
        kim.send("BLPOP", "list", "0");
        awaitBlocked();
        rules("resetkeys", "~other");
        admin.call("RPUSH", "list", "precious");
        assertThat(answerRead()).contains("NOPERM").contains("keys");
        assertThat(admin.call("LLEN", "list")).isEqualTo(1L);
        assertRefused("toplevel", "key", "list");
        assertThat(answer("PING")).isEqualTo("PONG");
    }

    @Test
    void scriptsAreCheckedInTheNameOfTheirCaller() {
        rules("-set");
        assertThat(answer("EVAL", "return redis.call('set', 'k', 'v')", "0"))
                .contains("The user executing the script can't run this command or subcommand");
        assertRefused("lua", "command", "set");
        assertThat(refusal().get("client-info")).contains("user=kim").contains("cmd=eval");
        assertThat(String.valueOf(admin.call("EVAL", "return redis.call('set', 'k', 'v')", "0")))
                .isEqualTo("OK");
    }

    @Test
    void refusalsAreCountedAndTheirAgeGrows() {
        rules("-get");
        answer("GET", "a");
        answer("GET", "b");
        answer("AUTH", "kim2", "wrong");
        assertThat(refusal()).containsEntry("reason", "auth").containsEntry("username", "kim2");
        answer("GET", "c");
        Map<String, String> entry = refusal();
        assertThat(entry).containsEntry("count", "3").containsEntry("object", "get");
        assertThat(Double.parseDouble(entry.get("age-seconds"))).isBetween(0.0, 10.0);
        admin.call("CONFIG", "SET", "acllog-max-len", "1");
        answer("SWAPDB", "a", "b");
        rules("-ping");
        answer("PING");
        assertThat((List<?>) admin.call("ACL", "LOG")).hasSize(1);
        admin.call("ACL", "LOG", "RESET");
        assertThat((List<?>) admin.call("ACL", "LOG")).isEmpty();
    }

    @Test
    void aPasswordForTheDefaultUserHoldsForNewClients() {
        admin.call("CONFIG", "SET", "requirepass", "secret");
        try (RespConnection later = new RespConnection(redis.port())) {
            assertThat(String.valueOf(later.call("PING"))).contains("NOAUTH");
            assertThat(later.call("AUTH", "secret")).isEqualTo("OK");
            assertThat(later.call("PING")).isEqualTo("PONG");
        }
        assertThat(admin.call("PING")).isEqualTo("PONG");
        assertThat(String.valueOf(admin.call("ACL", "LIST")))
                .contains("user default on #")
                .doesNotContain("secret");
    }
}
