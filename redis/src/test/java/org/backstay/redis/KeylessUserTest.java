package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.backstay.redis.replication.OurRedis;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandCatalogue;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.KeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user who may say everything and touch no key says all that stands in the command tables: what takes keys fails, also where the arguments do not
 * tell which they are.
 */
@Tag("slow")
final class KeylessUserTest {
    private static final int LEAST_LINES = 1_000;

    /** What may say that it has no keys. */
    private static final Set<String> SCRIPTS = Set.of("eval", "eval_ro", "evalsha", "evalsha_ro", "fcall", "fcall_ro");

    private final CommandTable<Boolean> commands = new CommandTable<>();

    @TempDir
    Path folder;

    @Test
    void whatTakesKeysFails() throws IOException {
        CommandCatalogue.SERVER.forEach(row -> commands.on(row, true));
        int said = 0;
        try (OurRedis redis = OurRedis.start(folder);
                Wire admin = new Wire(redis.port());
                Wire keyless = new Wire(redis.port())) {
            admin.say("ACL", "SETUSER", "keyless", "on", "nopass", "+@all", "&*");
            keyless.say("AUTH", "keyless", "");
            for (String family : CommandContractTest.FAMILIES) {
                for (String line : CommandContractTest.lines(family)) {
                    String[] words = CommandContractTest.words(line);
                    if (takesKeys(words)) {
                        assertThat(keyless.say(words)).as(line).startsWith("-");
                        said++;
                    }
                    admin.say(words);
                }
            }
        }
        assertThat(said).isGreaterThan(LEAST_LINES);
    }

    private boolean takesKeys(String[] words) {
        Request request = Request.of(words);
        CommandTable.Entry<Boolean> entry = commands.find(request);
        request.release();
        if (entry == null) {
            return false;
        }
        CommandSpec spec = entry.spec();
        boolean none = SCRIPTS.contains(spec.name()) && words.length > 2 && words[2].equals("0");
        return !none && spec.keys().stream().anyMatch(key -> !key.flags().contains(KeySpec.Flag.NOT_KEY));
    }

    /** The original looks at the first STORE and writes to the last, and forgets the target of a merge of nothing. */
    @Test
    void everyTargetIsLookedAt() throws IOException {
        try (OurRedis redis = OurRedis.start(folder);
                Wire admin = new Wire(redis.port());
                Wire kim = new Wire(redis.port())) {
            admin.say("ACL", "SETUSER", "kim", "on", "nopass", "+@all", "~mine:*");
            admin.say("GEOADD", "mine:places", "13.361389", "38.115556", "Palermo");
            kim.say("AUTH", "kim", "");
            String[] search = {
                "GEORADIUS",
                "mine:places",
                "13",
                "38",
                "100",
                "km",
                "STORE",
                "mine:store",
                "STORE",
                "mine:2",
                "STORE",
                "theirs"
            };
            assertThat(kim.say(search)).startsWith("-NOPERM");
            search[search.length - 1] = "mine:3";
            assertThat(kim.say(search)).isEqualTo(":1");
            assertThat(kim.say("PFMERGE", "theirs")).startsWith("-NOPERM");
            assertThat(kim.say("PFMERGE", "mine:merged")).isEqualTo("+OK");
            assertThat(admin.say("KEYS", "theirs")).isEqualTo("*0[]");
        }
    }
}
