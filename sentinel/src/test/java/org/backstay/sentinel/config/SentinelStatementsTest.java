package org.backstay.sentinel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.backstay.config.ConfigException;
import org.backstay.config.Statement;
import org.backstay.sentinel.Bench;
import org.backstay.sentinel.model.MonitoredMaster;
import org.junit.jupiter.api.Test;

class SentinelStatementsTest {
    private final Bench bench = new Bench();
    private final SentinelStatements statements =
            new SentinelStatements(bench.state, bench.roster, "/bin/true"::equals);

    private void apply(String text) {
        List<Statement> all = new ArrayList<>();
        int line = 0;
        for (String each : text.lines().toList()) {
            line++;
            all.add(new Statement(List.of(each.split(" ", -1)), "s.conf", line));
        }
        statements.apply(all);
    }

    @Test
    void everyDirectiveOfAMasterIsTakenWhateverTheOrder() {
        apply("""
                sentinel down-after-milliseconds m 700
                sentinel known-replica m 10.0.0.2 6380
                sentinel known-slave m 10.0.0.3 6380
                sentinel known-sentinel m 10.0.1.1 26379 bbbb
                sentinel known-sentinel m 10.0.1.2 26379
                sentinel monitor m 10.0.0.1 6379 2
                sentinel failover-timeout m 60000
                sentinel parallel-syncs m 3
                sentinel notification-script m /bin/true
                sentinel client-reconfig-script m /bin/true
                sentinel auth-pass m secret
                sentinel auth-user m me
                sentinel config-epoch m 4
                sentinel leader-epoch m 5
                sentinel rename-command m CONFIG hidden
                sentinel master-reboot-down-after-period m 9
                sentinel current-epoch 3""");
        MonitoredMaster master = bench.state.masters.get("m");
        assertThat(master.downAfter).isEqualTo(700);
        assertThat(master.replicas.keySet()).containsExactly("10.0.0.2:6380", "10.0.0.3:6380");
        assertThat(master.replicas.get("10.0.0.2:6380").downAfter).isEqualTo(700);
        assertThat(master.sentinels.keySet()).containsExactly("bbbb");
        assertThat(master.failoverTimeout).isEqualTo(60_000);
        assertThat(master.parallelSyncs).isEqualTo(3);
        assertThat(master.authUser).isEqualTo("me");
        assertThat(master.wireName("config")).isEqualTo("hidden");
        assertThat(master.rebootDownAfter).isEqualTo(9);
        assertThat(master.votedEpoch).isEqualTo(5);
        assertThat(bench.state.currentEpoch).isEqualTo(4);
    }

    @Test
    void globalDirectivesAreTaken() {
        apply("""
                sentinel announce-ip 10.0.1.9
                sentinel announce-port 26000
                sentinel deny-scripts-reconfig no
                sentinel sentinel-user u
                sentinel sentinel-pass p
                sentinel myid 0123456789012345678901234567890123456789
                sentinel resolve-hostnames yes
                sentinel announce-hostnames yes
                sentinel monitor m redis.example 6379 1""");
        assertThat(bench.state.settings.announceIp).isEqualTo("10.0.1.9");
        assertThat(bench.state.settings.announcePort).isEqualTo(26_000);
        assertThat(bench.state.settings.denyScriptsReconfig).isFalse();
        assertThat(bench.state.settings.sentinelPass).isEqualTo("p");
        assertThat(bench.state.myId).startsWith("0123");
        assertThat(bench.state.masters.get("m").address.host()).isEqualTo("redis.example");
    }

    @Test
    void faultsNameFileLineAndWhatWasExpected() {
        fault("sentinel monitor m 10.0.0.1 6379", "s.conf:1: ", "sentinel monitor <name> <host> <port> <quorum>");
        fault("sentinel monitor m 10.0.0.1 6379 0", "s.conf:1: read 0", "from 1 to");
        fault("sentinel monitor m redis.example 6379 1", "s.conf:1: ", "Can't resolve instance hostname.");
        fault("sentinel nonsense", "s.conf:1: ", "a sentinel statement");
        fault("sentinel", "s.conf:1: ", "a sentinel statement");
        fault("sentinel down-after-milliseconds x 1", "s.conf:1: read the name 'x'", "given by sentinel monitor");
        fault("sentinel myid 123", "s.conf:1: ", "an id of 40 characters");
        fault("sentinel announce-port 99999", "s.conf:1: read 99999", "from 0 to 65535");
        fault("sentinel deny-scripts-reconfig perhaps", "s.conf:1: read 'perhaps'", "yes or no");
        fault(
                "sentinel monitor m 10.0.0.1 6379 1\nsentinel notification-script m /nowhere",
                "s.conf:2: read '/nowhere'",
                "can be executed");
    }

    private static void fault(String text, String where, String expected) {
        SentinelStatementsTest fresh = new SentinelStatementsTest();
        assertThatThrownBy(() -> fresh.apply(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(where)
                .hasMessageContaining(expected);
    }
}
