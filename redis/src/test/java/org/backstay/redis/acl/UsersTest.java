package org.backstay.redis.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.GenericRows;
import org.backstay.resp.command.PubSubRows;
import org.backstay.resp.command.StringRows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules of users, and the text of a file of them. */
class UsersTest {
    private static final int ROUNDS = 300;
    private static final List<String> RULES = List.of(
            "on",
            "off",
            "nopass",
            "resetpass",
            ">secret",
            ">other",
            "<secret",
            "skip-sanitize-payload",
            "sanitize-payload",
            "~*",
            "~a:*",
            "%R~r:?",
            "%W~[w]",
            "%rw~both",
            "resetkeys",
            "&*",
            "&news.*",
            "resetchannels",
            "+@all",
            "-@all",
            "+@read",
            "-@dangerous",
            "+get",
            "-set",
            "+config|get",
            "-client|kill",
            "+select|0",
            "(~x +get)",
            "(%R~y -@all +@hash)",
            "clearselectors",
            "reset");

    private final Users users = users();

    private static Users users() {
        return new Users(() -> false);
    }

    private void set(String name, String... rules) throws RuleException {
        users.set(name, List.of(rules), (user, becomes) -> {});
    }

    private void replace(String text) throws RuleException {
        users.replace("users.acl", text, (user, becomes) -> {});
    }

    private User user(String name) {
        User user = users.find(name);
        assertThat(user).as(name).isNotNull();
        return user;
    }

    private @Nullable Denial check(CommandSpec command, String... words) {
        Request request = Request.of(words);
        try {
            return user("kim").check(command, request);
        } finally {
            request.release();
        }
    }

    @Test
    void rulesChangeAUserTogetherOrNotAtAll() throws RuleException {
        set("kim", "on", "~a");
        String before = users.line(user("kim"));
        assertThatExceptionOfType(RuleException.class).isThrownBy(() -> set("kim", "~b", "+get", "+nosuch", "~c"));
        assertThat(users.line(user("kim"))).isEqualTo(before);
        assertThatExceptionOfType(RuleException.class).isThrownBy(() -> set("lee", "on", "nonsense"));
        assertThat(users.find("lee")).isNull();
    }

    @Test
    void aFirstArgumentThatWouldTearItsLineApartIsRefused() {
        assertThatThrownBy(() -> set("kim", "+select|0\nuser evil on nopass ~* +@all"))
                .isInstanceOf(RuleException.class)
                .hasMessageEndingWith("Syntax error");
        assertThatThrownBy(() -> set("kim evil")).isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> set("kim", "~a b")).isInstanceOf(RuleException.class);
    }

    @Test
    void oneSelectorMustAllowAllOfACommand() throws RuleException {
        set("kim", "+get", "~root", "(+set ~sel)");
        assertThat(check(StringRows.GET, "get", "root")).isNull();
        assertThat(check(StringRows.GET, "get", "sel")).isEqualTo(new Denial(Denial.Reason.KEY, 1));
        assertThat(check(StringRows.SET, "set", "sel", "v")).isNull();
        assertThat(check(GenericRows.DEL, "del", "sel")).isEqualTo(Denial.OF_COMMAND);
    }

    @Test
    void aNameThatLooksLikeAPatternIsNoPattern() throws RuleException {
        set("kim", "+@all", "~*", "&a[bc]");
        assertThat(check(PubSubRows.PUBLISH, "publish", "ab", "m")).isNull();
        assertThat(check(PubSubRows.PUBLISH, "publish", "a[bc]", "m")).isEqualTo(new Denial(Denial.Reason.CHANNEL, 1));
        assertThat(check(PubSubRows.PSUBSCRIBE, "psubscribe", "a[bc]")).isNull();
    }

    @Test
    void everyKeyOfACommandCounts() throws RuleException {
        set("kim", "+@all", "~mine:*");
        assertThat(check(GenericRows.DEL, "del", "mine:1", "mine:2")).isNull();
        assertThat(check(GenericRows.DEL, "del", "mine:1", "theirs")).isEqualTo(new Denial(Denial.Reason.KEY, 2));
    }

    @Test
    void rulesMayNameCommandsThatOnlyTheOriginalServes() throws RuleException {
        set("kim", "+@all", "-module", "-cluster|reset", "-failover");
        assertThat(users.line(user("kim"))).contains(" -module", " -cluster|reset");
    }

    @Test
    void aUserWithAllRightsNeedsNoCheck() throws RuleException {
        set("kim", "+@all", "~*", "&*");
        assertThat(user("kim").isUnrestricted()).isTrue();
        set("kim", "-get");
        assertThat(user("kim").isUnrestricted()).isFalse();
        set("kim", "(+@all ~* &*)");
        assertThat(user("kim").isUnrestricted()).isTrue();
        assertThat(users.standard().isUnrestricted()).isTrue();
    }

    @Test
    void passwordsLetInOnlyWhoIsOn() throws RuleException {
        byte[] secret = {'s', (byte) 0xff, 0};
        set("kim", ">s\u00ff\u0000");
        assertThat(users.authenticate("kim", secret)).isNull();
        set("kim", "on");
        assertThat(users.authenticate("kim", secret)).isSameAs(user("kim"));
        assertThat(users.authenticate("kim", new byte[0])).isNull();
        assertThat(users.authenticate("lee", secret)).isNull();
    }

    @Test
    void theDeclaredDefaultUserBeginsWithNothing() throws RuleException {
        users.declare("default", List.of("on", "nopass", "+get"));
        assertThat(users.line(users.standard()))
                .isEqualTo("user default on nopass sanitize-payload resetchannels -@all +get");
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            Users written = users();
            for (int i = 0; i < 4; i++) {
                setAtRandom(written, "user" + i, random);
            }
            setAtRandom(written, "default", random);
            Users read = users();
            assertThat(catchFault(() -> read.replace("f", written.text(), (user, becomes) -> {})))
                    .isEmpty();
            assertThat(read.text()).isEqualTo(written.text());
        }
    }

    /** Rules that do not fit those before them are left out. */
    private static void setAtRandom(Users users, String name, Random random) {
        for (int i = random.nextInt(12); i >= 0; i--) {
            String rule = RULES.get(random.nextInt(RULES.size()));
            catchFault(() -> users.set(name, List.of(rule), (user, becomes) -> {}));
        }
    }

    private interface Attempt {
        void run() throws RuleException;
    }

    private static String catchFault(Attempt attempt) {
        try {
            attempt.run();
            return "";
        } catch (RuleException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aTextWithFaultsChangesNothingAndTellsThemAll() throws RuleException {
        set("kim", "on", "+get");
        String before = users.text();
        String text = """
                user lee on +get

                # a comment
                user
                user lee off
                user ann +nosuch -nosuch2 ~a b +get >ok
                user bob (+get ~x
                user default on nopass ~* +@all
                """;
        assertThat(catchFault(() -> replace(text)))
                .isEqualTo("users.acl:3 should start with user keyword followed by the username. "
                        + "users.acl:4 should start with user keyword followed by the username. "
                        + "WARNING: Duplicate user 'lee' found on line 5. "
                        + "users.acl:6: Error in applying operation '+nosuch': Unknown command or category name in ACL. "
                        + "users.acl:6: Error in applying operation '-nosuch2': Unknown command or category name in ACL. "
                        + "users.acl:6: Syntax error. "
                        + "users.acl:7: Unmatched parenthesis in selector definition. "
                        + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed");
        assertThat(users.text()).isEqualTo(before);
    }

    @Test
    void aTextWithoutADefaultUserLeavesItAllRights() throws RuleException {
        set("default", "off", "-@all", "resetkeys");
        set("kim", "on");
        User standard = users.standard();
        replace("user lee on nopass  ~* +get \r\n");
        assertThat(users.find("kim")).isNull();
        assertThat(users.standard()).isSameAs(standard).isSameAs(users.find("default"));
        assertThat(standard.isUnrestricted() && standard.isOpen()).isTrue();
        assertThat(users.line(user("lee"))).startsWith("user lee on nopass ").endsWith("~* resetchannels -@all +get");
    }

    @Test
    void hostileTextsAreRefusedOrRead() {
        Random random = new Random(11);
        String valid = "user kim on >secret ~a:* %R~r &c +@all -get (+set ~x)\n";
        List<String> faults = new ArrayList<>();
        for (int round = 0; round < 20 * ROUNDS; round++) {
            StringBuilder text = new StringBuilder(valid.repeat(1 + random.nextInt(2)));
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            }
            faults.add(catchFault(() -> replace(text.substring(0, random.nextInt(text.length() + 1)))));
        }
        assertThat(faults).anyMatch(String::isEmpty).anyMatch(fault -> !fault.isEmpty());
    }
}
