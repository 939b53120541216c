package org.backstay.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's folder: its modules and its texts, as they lie on disk. */
final class Project {
    static final Path HOME = Path.of("").toAbsolutePath().resolve("..").normalize();

    private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");
    private static final List<String> TEXTS = List.of(".java", ".xml", ".md", ".sh", ".yml", ".properties");

    private Project() {}

    /** The modules that the parent builds. */
    static List<String> modules() {
        return MODULE.matcher(read(HOME.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Every Java file of every module, tests among them. */
    static List<Path> javaFiles() {
        return texts().filter(file -> file.toString().endsWith(".java")).toList();
    }

    /** Every text that people write here: sources, scripts, build files, pages. */
    static Stream<Path> texts() {
        Stream<String> roots = Stream.concat(
                modules().stream().flatMap(module -> Stream.of(module + "/src", module + "/pom.xml")),
                Stream.of("docs", "scripts", ".ci", "backstay", "verify", "pom.xml", "README.md", "CONTRIBUTING.md"));
        return roots.map(HOME::resolve)
                .filter(Files::exists)
                .flatMap(Project::walk)
                .filter(Project::isText)
                .sorted();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file as people call it: from the project's folder. */
    static String name(Path file) {
        return HOME.relativize(file).toString();
    }

    /** The numbers of the lines in which the pattern is found. */
    static List<Integer> linesWith(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results()
                .map(match -> 1
                        + (int) text.substring(0, match.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count())
                .toList();
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return !name.contains(".") || TEXTS.stream().anyMatch(name::endsWith);
    }

    private static Stream<Path> walk(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            List<Path> files = paths.filter(Files::isRegularFile).toList();
            return files.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
