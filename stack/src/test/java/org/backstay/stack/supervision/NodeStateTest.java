package org.backstay.stack.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeStateTest {
    @Test
    void crashedNodeIsStartedAgainUnlessItIsBeingStopped() {
        assertThat(NodeState.READY.mayBecome(NodeState.BACKING_OFF)).isTrue();
        assertThat(NodeState.STARTING.mayBecome(NodeState.BACKING_OFF)).isTrue();
        assertThat(NodeState.BACKING_OFF.mayBecome(NodeState.STARTING)).isTrue();
        assertThat(NodeState.STOPPING.mayBecome(NodeState.BACKING_OFF)).isFalse();
        assertThat(NodeState.STOPPING.mayBecome(NodeState.STOPPED)).isTrue();
    }

    @Test
    void nodeIsReadyOnlyAfterItWasStarted() {
        assertThat(NodeState.STOPPED.mayBecome(NodeState.READY)).isFalse();
        assertThat(NodeState.BACKING_OFF.mayBecome(NodeState.READY)).isFalse();
    }
}
