package org.backstay.proxy.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import org.backstay.node.Endpoint;
import org.junit.jupiter.api.Test;

class MasterViewTest {
    private static final Endpoint A = new Endpoint("10.0.0.1", 6379);
    private static final Endpoint B = new Endpoint("10.0.0.2", 6379);

    private final MasterView view = new MasterView(3);

    private static MasterReport says(int sentinel, Endpoint place, long epoch) {
        return new MasterReport(new Endpoint("sentinel" + sentinel, 26_379), place, epoch, false);
    }

    private Endpoint newest() {
        MasterReport report = view.newest();
        return report == null ? null : report.place();
    }

    @Test
    void nobodyHasSaidAnything() {
        assertThat(newest()).isNull();
        assertThat(view.replacing()).isFalse();
    }

    @Test
    void theNewestEpochCountsWhoeverSaysIt() {
        view.report(says(1, A, 5));
        view.report(says(2, A, 5));
        view.report(says(3, B, 6));
        assertThat(newest()).isEqualTo(B);
    }

    @Test
    void amongEqualEpochsTheMajorityCounts() {
        view.report(says(1, B, 5));
        view.report(says(2, A, 5));
        view.report(says(3, A, 5));
        assertThat(newest()).isEqualTo(A);
    }

    @Test
    void amongEqualVotesWhatIsFollowedStays() {
        view.follow(says(2, A, 5));
        view.report(says(1, B, 5));
        view.report(says(2, A, 5));
        assertThat(newest()).isEqualTo(A);
    }

    @Test
    void aStaleSentinelAloneTakesNobodyBackToTheOldMaster() {
        view.report(says(1, B, 6));
        view.follow(says(1, B, 6));
        view.report(says(1, A, 4));
        assertThat(newest()).isNull();
        view.report(says(2, A, 4));
        assertThat(newest()).as("most sentinels were set up anew").isEqualTo(A);
    }

    @Test
    void replacingIsBelievedOnlyOfSentinelsThatKnowTheNewestEpoch() {
        view.follow(says(1, B, 6));
        view.report(says(1, B, 6));
        view.report(new MasterReport(new Endpoint("sentinel2", 26_379), A, 5, true));
        assertThat(view.replacing()).isFalse();
        view.report(new MasterReport(new Endpoint("sentinel3", 26_379), B, 6, true));
        assertThat(view.replacing()).isTrue();
    }
}
