package org.backstay.redis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.backstay.config.DirectiveTable;
import org.backstay.config.QuotedLines;
import org.backstay.config.Settings;
import org.junit.jupiter.api.Test;

/** The reference page comes from the rows; {@code -Dbackstay.reference=write} writes it anew. */
class ReferencePageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "redis-server.md");
    private static final DirectiveTable TABLE = RedisDirectives.table();

    @Test
    void thePageSaysWhatTheRowsSay() throws IOException {
        String page = TABLE.reference("redis-server: directives");
        if ("write".equals(System.getProperty("backstay.reference"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/reference is behind: run this test with -Dbackstay.reference=write")
                .isEqualTo(page);
    }

    @Test
    void theSampleWithoutItsCommentSignsMeansTheStandard() {
        String sample = TABLE.sample()
                .lines()
                .filter(line -> TABLE.rows().stream().anyMatch(row -> line.startsWith("# " + row.name() + " ")))
                .map(line -> line.substring(2))
                .collect(java.util.stream.Collectors.joining("\n"));
        Settings settings = TABLE.read(QuotedLines.read(sample, "sample"));
        TABLE.rows()
                .forEach(row ->
                        assertThat((Object) settings.get(row)).as(row.name()).isEqualTo(row.standard()));
    }
}
