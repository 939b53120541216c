package org.backstay.sentinel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.backstay.sentinel.Bench;
import org.junit.jupiter.api.Test;

class RosterTest {
    private final Bench bench = new Bench();
    private final MonitoredMaster master = bench.master(2);

    @Test
    void oldMasterTakesThePlaceOfThePromotedReplica() {
        bench.replica(master, 2);
        bench.replica(master, 3);
        bench.sentinel(master, "b");
        bench.roster.switchAddress(master, Address.ofIp("10.0.0.2", 6379));
        assertThat(master.address).isEqualTo(Address.ofIp("10.0.0.2", 6379));
        assertThat(master.replicas.keySet()).containsExactly("10.0.0.3:6379", "10.0.0.1:6379");
        assertThat(master.sentinels).hasSize(1);
    }

    @Test
    void sentinelOfTwoMastersHasOneLink() throws Exception {
        MonitoredMaster second = bench.roster.addMaster("second", "10.0.0.9", 6379, 2);
        KnownSentinel one = bench.sentinel(master, "b");
        KnownSentinel two = bench.sentinel(second, "b");
        assertThat(two.link).isSameAs(one.link);
        assertThat(one.link.owners()).isEqualTo(2);
        bench.roster.removeMaster(second);
        assertThat(one.link.owners()).isEqualTo(1);
    }

    @Test
    void duplicatesAreRefused() {
        bench.replica(master, 2);
        assertThatThrownBy(() -> bench.roster.addReplica(master, "10.0.0.2", 6379))
                .hasMessage("Duplicate hostname and port for replica.");
        assertThatThrownBy(() -> bench.roster.addMaster("mymaster", "10.0.0.7", 6379, 1))
                .hasMessage("Duplicate master name.");
    }

    @Test
    void namesAreRefusedUnlessTheyAreAllowed() throws Exception {
        assertThatThrownBy(() -> bench.roster.address("redis.example", 6379))
                .hasMessage("Can't resolve instance hostname.");
        bench.state.settings.resolveHostnames = true;
        assertThat(bench.roster.address("redis.example", 6379)).isEqualTo(new Address("redis.example", "", 6379));
        bench.names.resolve("redis.example", ip -> {});
        bench.work();
        assertThat(bench.roster.address("Redis.Example", 6379).ip()).isEqualTo("10.0.0.99");
    }

    @Test
    void replicasWithNamesAreToldApartBeforeAndAfterTheirNamesAreResolved() throws Exception {
        bench.state.settings.resolveHostnames = true;
        KnownReplica first = bench.roster.addReplica(master, "one.example", 6379);
        KnownReplica second = bench.roster.addReplica(master, "two.example", 6379);
        assertThat(bench.roster.replica(master, "one.example", 6379)).isSameAs(first);
        assertThat(bench.roster.replica(master, "two.example", 6379)).isSameAs(second);
        bench.names.resolve("one.example", ip -> {});
        bench.work();
        assertThat(bench.roster.replica(master, "ONE.example", 6379)).isSameAs(first);
    }

    @Test
    void resetForgetsAllButTheConfiguration() {
        bench.replica(master, 2);
        bench.sentinel(master, "b");
        master.votedLeader = "x";
        master.votedEpoch = 4;
        master.configEpoch = 4;
        master.set(Flag.S_DOWN);
        bench.roster.reset(master, true);
        assertThat(master.replicas).isEmpty();
        assertThat(master.sentinels).isEmpty();
        assertThat(master.isDown()).isFalse();
        assertThat(master.votedLeader).isNull();
        assertThat(master.votedEpoch).isEqualTo(4);
        assertThat(master.configEpoch).isEqualTo(4);
    }
}
