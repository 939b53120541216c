package org.backstay.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader may expect of every file here. Each failure says what to do about it. */
class TidyTest {
    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 60;

    /** Names that say nothing about what is in the box. */
    private static final Set<String> EMPTY_NAMES = Set.of(
            "util", "utils", "utility", "utilities", "common", "helper", "helpers", "manager", "managers", "misc");

    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    // The words are put together here, so that this file does not hold them.
    private static final Pattern PROMISE = Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern SWITCHED_OFF = Pattern.compile("@Dis" + "abled\\b");
    private static final Pattern SPEAKS = Pattern.compile(
            "(?is)/\\*\\*(?=.*\\b(?:loops?|threads?)\\b).*\\bimports?\\b.*\\*/.*^package ", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^(\\S+) (\\d+)$", Pattern.MULTILINE);

    private static final List<JavaSource> SOURCES = JavaSource.all();

    @Test
    void filesAndMethodsAreShortEnoughToRead() {
        Map<String, Integer> tooLong = new TreeMap<>();
        for (JavaSource source : SOURCES) {
            String name = Project.name(source.file());
            if (source.lines() > FILE_LINES) {
                tooLong.put(name, source.lines());
            }
            for (JavaSource.Method method : source.methods()) {
                if (method.lines() > METHOD_LINES) {
                    tooLong.merge(name + "#" + method.name(), method.lines(), Math::max);
                }
            }
        }
        assertThat(tooLong)
                .as(
                        "Files of more than %d lines and methods of more than %d lack a name for one of their parts: find it"
                                + " and move the part there. What was allowed once stands in allowed-lengths.txt: lower or"
                                + " remove its row when it has shrunk, never raise or add one.",
                        FILE_LINES, METHOD_LINES)
                .isEqualTo(allowedLengths());
    }

    @Test
    void everyPackageSaysWhatLivesThereWhichThreadRunsItAndWhatItImports() {
        List<String> silent = new ArrayList<>();
        for (Path folder : mainPackages()) {
            Path info = folder.resolve("package-info.java");
            if (!Files.exists(info) || !SPEAKS.matcher(Project.read(info)).find()) {
                silent.add(Project.name(info));
            }
        }
        assertThat(silent)
                .as("Say in package-info.java what lives there, which loop or thread runs it, and what it imports.")
                .isEmpty();
    }

    @Test
    void nothingHasAnEmptyName() {
        List<String> found = new ArrayList<>();
        for (JavaSource source : SOURCES) {
            for (String type : source.types()) {
                if (Stream.of(CAMEL.split(type)).anyMatch(TidyTest::isEmptyName)) {
                    found.add(Project.name(source.file()) + ": " + type);
                }
            }
        }
        Stream<String> folders = Stream.concat(mainPackages().stream().map(Project::name), Project.modules().stream());
        folders.filter(name -> Stream.of(name.split("/")).anyMatch(TidyTest::isEmptyName))
                .forEach(found::add);
        assertThat(found)
                .as("Name a thing after what it does or holds; %s fit anything.", new TreeSet<>(EMPTY_NAMES))
                .isEmpty();
    }

    @Test
    void nothingIsPromisedForLater() {
        assertThat(Project.texts().flatMap(file -> linesWith(PROMISE, file)))
                .as("Do it now, or write an issue.")
                .isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() {
        assertThat(Project.javaFiles().stream().flatMap(file -> linesWith(SWITCHED_OFF, file)))
                .as("A test that is switched off rots: repair it or remove it.")
                .isEmpty();
    }

    @Test
    void everyModuleIsUnderTheseRules() {
        String dependencies = Project.read(Project.HOME.resolve("house/pom.xml"));
        String table = Project.read(Project.HOME.resolve("CONTRIBUTING.md"));
        assertThat(Project.modules())
                .filteredOn(module -> !module.equals("house"))
                .allSatisfy(module -> {
                    assertThat(dependencies)
                            .as("%s is not among the dependencies of house: add it, in test scope.", module)
                            .contains("<artifactId>" + module + "</artifactId>");
                    assertThat(table)
                            .as("%s has no row in CONTRIBUTING's table of modules.", module)
                            .contains("| `" + module + "` |");
                });
    }

    @Test
    void everyDecisionHasANumberOfItsOwn() {
        List<String> names = Project.texts()
                .filter(file -> file.startsWith(Project.HOME.resolve("docs/decisions")))
                .map(file -> file.getFileName().toString())
                .toList();
        assertThat(names)
                .as("Decisions are docs/decisions/NNNN-title.md: take the next free number.")
                .allMatch(name -> name.matches("\\d{4}-[a-z0-9-]+\\.md"))
                .extracting(name -> name.substring(0, 4))
                .doesNotHaveDuplicates();
    }

    private static Stream<String> linesWith(Pattern pattern, Path file) {
        return Project.linesWith(pattern, Project.read(file)).stream().map(line -> Project.name(file) + ":" + line);
    }

    private static boolean isEmptyName(String word) {
        return EMPTY_NAMES.contains(word.toLowerCase(Locale.ROOT));
    }

    private static Set<Path> mainPackages() {
        return SOURCES.stream()
                .map(JavaSource::file)
                .filter(file -> Project.name(file).contains("/src/main/java/"))
                .map(Path::getParent)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Integer> allowedLengths() {
        Path file = Project.HOME.resolve("house/src/test/resources/allowed-lengths.txt");
        Map<String, Integer> allowed = new TreeMap<>();
        if (Files.exists(file)) {
            ROW.matcher(Project.read(file))
                    .results()
                    .forEach(row -> allowed.put(row.group(1), Integer.valueOf(row.group(2))));
        }
        return allowed;
    }
}
