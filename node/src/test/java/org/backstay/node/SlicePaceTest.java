package org.backstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SlicePaceTest {
    private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);

    private final SlicePace pace = new SlicePace();

    private long sliceAfterWaiting(long nanos) {
        pace.pause(0);
        return pace.slice(SlicePace.PAUSE_NANOS + nanos);
    }

    @Test
    void anIdleLoopGivesWholeSlices() {
        assertThat(pace.slice(0)).isEqualTo(SlicePace.LONGEST_SLICE_NANOS);
        assertThat(sliceAfterWaiting(60 * MICRO)).isEqualTo(SlicePace.LONGEST_SLICE_NANOS);
    }

    @Test
    void aBusyLoopGivesASeventh() {
        assertThat(sliceAfterWaiting(1200 * MICRO)).isEqualTo(200 * MICRO);
    }

    @Test
    void howeverBusyTheLoopTheWorkGoesOn() {
        assertThat(sliceAfterWaiting(250 * MICRO)).isEqualTo(SlicePace.SHORTEST_SLICE_NANOS);
        assertThat(sliceAfterWaiting(TimeUnit.SECONDS.toNanos(1))).isEqualTo(SlicePace.LONGEST_SLICE_NANOS);
    }

    @Test
    void waitingForSomethingElseIsNotTakenForWork() {
        pace.pause(0);
        pace.slice(SlicePace.PAUSE_NANOS);
        assertThat(pace.slice(TimeUnit.SECONDS.toNanos(1))).isEqualTo(SlicePace.LONGEST_SLICE_NANOS);
    }
}
