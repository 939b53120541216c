package org.backstay.sentinel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.backstay.sentinel.Bench;
import org.junit.jupiter.api.Test;

class FailoverStateTest {
    @Test
    void eachStateLeadsToTheNextAndToNoOther() {
        List<FailoverState> all = Arrays.asList(FailoverState.values());
        for (FailoverState from : all) {
            for (FailoverState to : all) {
                assertThat(from.leadsTo(to)).isEqualTo(all.indexOf(to) == all.indexOf(from) + 1);
            }
        }
    }

    @Test
    void thereIsNoWayBackOnceTheReplicaIsAMaster() {
        assertThat(FailoverState.WAIT_PROMOTION.abortable()).isTrue();
        assertThat(FailoverState.RECONF_SLAVES.abortable()).isFalse();
    }

    @Test
    void stepsThatAreNotInTheTableAreFaults() {
        Failover failover = new Failover(1, 0);
        assertThatThrownBy(() -> failover.advance(FailoverState.RECONF_SLAVES, 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void newAddressIsToldFromTheMomentTheReplicaConfirmed() {
        Bench bench = new Bench();
        MonitoredMaster master = bench.master(1);
        KnownReplica replica = bench.replica(master, 2);
        Failover failover = new Failover(1, 0);
        master.begin(failover);
        failover.advance(FailoverState.SELECT_SLAVE, 1);
        failover.promote(replica);
        failover.advance(FailoverState.SEND_SLAVEOF_NOONE, 2);
        failover.advance(FailoverState.WAIT_PROMOTION, 3);
        assertThat(master.currentAddress()).isEqualTo(master.address);
        failover.advance(FailoverState.RECONF_SLAVES, 4);
        assertThat(master.currentAddress()).isEqualTo(replica.address);
    }

    @Test
    void givenUpFailoverLeavesNoTrace() {
        Bench bench = new Bench();
        MonitoredMaster master = bench.master(1);
        KnownReplica replica = bench.replica(master, 2);
        Failover failover = new Failover(1, 0);
        master.begin(failover);
        failover.promote(replica);
        assertThat(replica.is(Flag.PROMOTED)).isTrue();
        master.endFailover();
        assertThat(replica.is(Flag.PROMOTED)).isFalse();
        assertThat(master.is(Flag.FAILOVER_IN_PROGRESS)).isFalse();
        assertThat(master.failover()).isNull();
    }
}
