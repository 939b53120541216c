package org.backstay.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.node.disk.FileDisk;
import org.backstay.persistence.log.Manifest.LogFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentCatalogTest {
    private static final String OURS = "a".repeat(40);
    private static final String OTHER = "b".repeat(40);

    @TempDir
    Path folder;

    private final List<LogFile> files = new ArrayList<>();

    private void segment(String id, long offset, boolean beginsAnew) throws IOException {
        long sequence = files.size() + 1L;
        String name = "log." + sequence + ".incr.aof";
        Files.write(
                folder.resolve(name),
                SegmentPrologue.format(new LogMark(id, offset), 0, 1_700_000_000, "", beginsAnew));
        files.add(new LogFile(name, sequence, LogFile.Kind.HISTORY));
    }

    private SegmentCatalog survey() throws IOException {
        return SegmentCatalog.survey(new FileDisk(), folder, new Manifest(files));
    }

    @Test
    void aHistoryThatGoesOnUnderAnotherIdLeadsUpToIt() throws IOException {
        segment(OURS, 0, true);
        segment(OURS, 100, false);
        segment(OTHER, 200, false);
        assertThat(survey().covers(0)).isTrue();
        assertThat(survey().ancestors()).containsExactly(new LogMark(OURS, 200));
    }

    @Test
    void whatLiesThereFromBeforeAFullSynchronisationLeadsNowhere() throws IOException {
        segment(OURS, 0, true);
        segment(OURS, 100, false);
        segment(OTHER, 200, true);
        segment(OTHER, 300, false);
        SegmentCatalog found = survey();
        assertThat(found.covers(199)).isFalse();
        assertThat(found.covers(200)).isTrue();
        assertThat(found.ancestors()).isEmpty();
    }
}
