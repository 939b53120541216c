package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.backstay.vrrp.lab.Keepalived;
import org.backstay.vrrp.lab.Lab;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The address follows the writable master of a stock Redis, as a stock sentinel has it. */
@Tag("slow")
class FollowedDataTest {
    private static final String VIP = "10.77.0.100";

    private static String config(int priority) {
        return """
                vrrp_redis data {
                  server 127.0.0.1 7001
                  master_name m
                  sentinel 10.77.0.3 27001
                  interval 0.1
                }
                vrrp_instance VI_1 {
                  interface eth0
                  virtual_router_id 51
                  priority %d
                  version 3
                  advert_int 0.1
                  virtual_ipaddress {
                    %s/24
                  }
                  track_redis {
                    data
                  }
                }
                """.formatted(priority, VIP);
    }

    private static PeerProcess redis(Lab lab, String machine, String... more) {
        Path program = Programs.require("redis-server");
        List<String> command = new java.util.ArrayList<>(List.of(
                program.toString(),
                "--port",
                "7001",
                "--save",
                "",
                "--protected-mode",
                "no",
                "--bind",
                "0.0.0.0",
                "--dir",
                lab.folder().toString(),
                "--dbfilename",
                machine + ".rdb",
                "--repl-diskless-sync-delay",
                "0"));
        command.addAll(List.of(more));
        return lab.start(machine, "redis", command);
    }

    private static void sentinel(Lab lab) {
        Path file = lab.write("sentinel.conf", """
                port 27001
                protected-mode no
                sentinel monitor m 10.77.0.1 7001 1
                sentinel down-after-milliseconds m 500
                sentinel failover-timeout m 3000
                """);
        lab.start("c", "sentinel", List.of(Programs.require("redis-sentinel").toString(), file.toString()));
    }

    @Test
    void addressIsWhereTheWritableMasterIsAndNowhereElse() {
        try (Lab lab = Lab.open()) {
            PeerProcess master = redis(lab, "a");
            redis(lab, "b", "--replicaof", "10.77.0.1", "7001");
            sentinel(lab);
            Keepalived.OURS.start(lab, "a", config(110));
            Keepalived.OURS.start(lab, "b", config(100));
            lab.awaitHolder("a", VIP);
            lab.await("the sentinel knows the replica", () -> lab.logs().contains("+slave slave 10.77.0.2:7001"));
            master.kill();
            lab.awaitHolder("b", VIP);
            assertThat(lab.logs()).contains("+switch-master m 10.77.0.1 7001 10.77.0.2 7001");
            // Back as a replica, a is stronger for VRRP and still must not have the address.
            redis(lab, "a", "--replicaof", "10.77.0.2", "7001");
            lab.await("a follows b", () -> lab.logs().contains("Replica 10.77.0.1:7001 asks for synchronization"));
            for (int i = 0; i < 10; i++) {
                lab.awaitHolder("b", VIP);
            }
        }
    }
}
