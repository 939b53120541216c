package org.backstay.stack.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackOffTest {
    private final BackOff backOff = BackOff.beyond(2_000);

    @Test
    void firstWaitIsLongerThanSentinelsNeedToNotice() {
        assertThat(backOff.millis(0)).isEqualTo(4_000);
    }

    @Test
    void waitDoublesUpToItsLimitHoweverManyCrashes() {
        assertThat(backOff.millis(1)).isEqualTo(8_000);
        assertThat(backOff.millis(10)).isEqualTo(BackOff.LONGEST_MILLIS);
        assertThat(backOff.millis(Integer.MAX_VALUE)).isEqualTo(BackOff.LONGEST_MILLIS);
    }

    @Test
    void waitIsBeyondDetectionEvenWhereThatIsSlow() {
        assertThat(BackOff.beyond(60_000).millis(0)).isEqualTo(120_000);
    }
}
