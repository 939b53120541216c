package org.backstay.sentinel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class InfoReportTest {
    private static final InfoReport NOTHING = InfoReport.nothing(Role.MASTER);

    @Test
    void masterTellsItsReplicas() {
        InfoReport report = InfoReport.parse("""
                # Server\r
                run_id:0123456789012345678901234567890123456789\r
                # Replication\r
                role:master\r
                connected_slaves:2\r
                slave0:ip=10.0.0.2,port=6380,state=online,offset=14,lag=0\r
                slave1:10.0.0.3,6381,online\r
                """, NOTHING);
        assertThat(report.role()).isEqualTo(Role.MASTER);
        assertThat(report.runId()).isEqualTo("0123456789012345678901234567890123456789");
        assertThat(report.replicas())
                .containsExactly(
                        new InfoReport.ReplicaLine("10.0.0.2", 6380), new InfoReport.ReplicaLine("10.0.0.3", 6381));
    }

    @Test
    void replicaTellsWhomItFollows() {
        InfoReport report = InfoReport.parse("""
                role:slave\r
                master_host:10.0.0.1\r
                master_port:6379\r
                master_link_status:down\r
                slave_repl_offset:1234\r
                master_link_down_since_seconds:7\r
                slave_priority:50\r
                replica_announced:0\r
                """, NOTHING);
        assertThat(report.role()).isEqualTo(Role.REPLICA);
        assertThat(report.masterHost()).isEqualTo("10.0.0.1");
        assertThat(report.masterPort()).isEqualTo(6379);
        assertThat(report.masterLinkUp()).isFalse();
        assertThat(report.masterLinkDownMillis()).isEqualTo(7_000);
        assertThat(report.offset()).isEqualTo(1234);
        assertThat(report.priority()).isEqualTo(50);
        assertThat(report.announced()).isFalse();
    }

    @Test
    void promotedReplicaKeepsItsPriorityAndForgetsItsDowntime() {
        InfoReport before =
                InfoReport.parse("role:slave\r\nslave_priority:7\r\nmaster_link_down_since_seconds:3\r\n", NOTHING);
        InfoReport now = InfoReport.parse("role:master\r\n", before);
        assertThat(now.priority()).isEqualTo(7);
        assertThat(now.masterLinkDownMillis()).isZero();
    }

    @Test
    void neverConnectedReplicaShowsNoDowntime() {
        InfoReport report = InfoReport.parse("role:slave\r\nmaster_link_down_since_seconds:-1\r\n", NOTHING);
        assertThat(report.masterLinkDownMillis()).isZero();
    }

    @Test
    void nonsenseIsReadWithoutFailing() {
        Random random = new Random(7);
        String letters = "role:slavemaster_0123456789,ip=port=\r\n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(120); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(InfoReport.parse(text.toString(), NOTHING)).isNotNull();
        }
        assertThat(InfoReport.parse(
                                "role:master\r\nslave0:ip=,port=99999999999999999999\r\nslave1:ip=a,port=70000",
                                NOTHING)
                        .replicas())
                .isEmpty();
    }
}
