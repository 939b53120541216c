package org.backstay.sentinel.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.backstay.config.ConfigException;
import org.backstay.config.QuotedLines;
import org.backstay.config.Settings;
import org.backstay.config.Statement;
import org.backstay.node.Disk;

/**
 * A sentinel's configuration as it was read. Immutable but for its settings.
 *
 * @param file where the state is kept
 * @param server the directives shared with redis-server
 * @param statements the {@code sentinel ...} statements, in the order of the file
 * @param overrides lines of directives that were given on the command line, by name: they are written to the file
 * @param idle names of directives in it that have no effect
 */
public record SentinelConfig(
        Path file, Settings server, List<Statement> statements, Map<String, String> overrides, List<String> idle) {

    /**
     * Reads the file and the arguments after it.
     *
     * @param arguments {@code --name value ...}, each like a line after the file's last
     * @throws ConfigException for the first fault
     * @throws IOException when the file can't be read
     */
    public static SentinelConfig read(Disk disk, Path file, List<String> arguments) throws IOException {
        String text = new String(disk.readAll(file), StandardCharsets.ISO_8859_1);
        List<Statement> inFile = QuotedLines.read(text, file.toString());
        List<Statement> given = QuotedLines.commandLine(arguments);
        List<Statement> server = new ArrayList<>();
        List<Statement> sentinel = new ArrayList<>();
        for (List<Statement> source : List.of(inFile, given)) {
            for (Statement statement : source) {
                (isSentinel(statement) ? sentinel : server).add(statement);
            }
        }
        Map<String, String> overrides = new LinkedHashMap<>();
        for (Statement statement : given) {
            if (!isSentinel(statement)) {
                overrides.put(statement.name().toLowerCase(Locale.ROOT), line(statement));
            }
        }
        List<String> idle = server.stream()
                .map(s -> s.name().toLowerCase(Locale.ROOT))
                .filter(ServerDirectives.WITHOUT_EFFECT::contains)
                .distinct()
                .toList();
        return new SentinelConfig(file, ServerDirectives.TABLE.read(server), List.copyOf(sentinel), overrides, idle);
    }

    private static boolean isSentinel(Statement statement) {
        return statement.name().equalsIgnoreCase("sentinel");
    }

    private static String line(Statement statement) {
        StringBuilder line = new StringBuilder(statement.name());
        for (int i = 1; i <= statement.size(); i++) {
            line.append(' ').append(QuotedLines.quote(statement.argument(i)));
        }
        return line.toString();
    }
}
