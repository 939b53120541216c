package org.backstay.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.backstay.persistence.log.Manifest.LogFile;
import org.backstay.persistence.log.Manifest.LogFile.Kind;
import org.junit.jupiter.api.Test;

final class ManifestTest {
    private static final String STOCK = """
            file appendonly.aof.2.base.rdb seq 2 type b
            file appendonly.aof.1.incr.aof seq 1 type h
            file appendonly.aof.4.incr.aof seq 4 type i
            """;

    private static Manifest parse(String text) throws LogFormatException {
        return Manifest.parse("appendonly.aof.manifest", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Manifest manifest) {
        return new String(manifest.format(), StandardCharsets.UTF_8);
    }

    @Test
    void whatStockWroteIsReadAndWrittenBack() throws Exception {
        Manifest manifest = parse(STOCK);
        assertThat(manifest.base()).contains(new LogFile("appendonly.aof.2.base.rdb", 2, Kind.BASE));
        assertThat(manifest.increments()).containsExactly(new LogFile("appendonly.aof.4.incr.aof", 4, Kind.INCREMENT));
        assertThat(manifest.history()).hasSize(1);
        assertThat(text(manifest)).isEqualTo(STOCK);
    }

    @Test
    void laterVersionsPairsAndCommentsAreSkipped() throws Exception {
        Manifest manifest = parse("# by hand\nfile a.1.incr.aof seq 1 type i startoffset 0\n");
        assertThat(manifest.increments()).hasSize(1);
    }

    @Test
    void namesWithSpacesSurvive() throws Exception {
        Manifest manifest = Manifest.EMPTY.withIncrement(new LogFile("my \"log\".1.incr.aof", 1, Kind.INCREMENT));
        assertThat(parse(text(manifest))).isEqualTo(manifest);
    }

    @Test
    void aNewBaseMakesHistoryOfWhatItReplaces() throws Exception {
        Manifest rolled = parse(STOCK).withIncrement(parse(STOCK).nextIncrement("appendonly.aof"));
        Manifest rewritten = rolled.withBase(rolled.nextBase("appendonly.aof", true), 5);
        assertThat(text(rewritten)).isEqualTo("""
                        file appendonly.aof.3.base.rdb seq 3 type b
                        file appendonly.aof.2.base.rdb seq 2 type h
                        file appendonly.aof.1.incr.aof seq 1 type h
                        file appendonly.aof.4.incr.aof seq 4 type h
                        file appendonly.aof.5.incr.aof seq 5 type i
                        """);
        assertThat(rewritten
                        .without(rewritten.history().stream().map(LogFile::name).toList())
                        .files())
                .hasSize(2);
    }

    @Test
    void flawsAreNamedWithTheirLine() {
        assertThatThrownBy(() -> parse("")).hasMessageContaining("line 1");
        assertThatThrownBy(() -> parse("file a seq 1 type i\nfile b seq 1 type i\n"))
                .hasMessage("appendonly.aof.manifest: at line 2: increment 1 after increment 1");
        assertThatThrownBy(() -> parse("file a seq x type i\n")).hasMessageContaining("found \"x\"");
        assertThatThrownBy(() -> parse("file ../a seq 1 type i\n")).hasMessageContaining("is a path");
        assertThatThrownBy(() -> parse("file a seq 1 type b\nfile b seq 2 type b\n"))
                .hasMessageContaining("second base");
    }

    @Test
    void noiseIsAnErrorAndNothingElse() {
        Random random = new Random(4);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = STOCK.getBytes(StandardCharsets.UTF_8);
            for (int j = random.nextInt(8); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Manifest.parse("m", bytes);
            } catch (LogFormatException expected) {
                assertThat(expected).hasMessageContaining("line");
            }
        }
    }
}
