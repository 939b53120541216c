package org.backstay.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs know the world only through their node, so that a simulated world can stand in for the real one. */
class OneWorldTest {
    /** Where the real world is met: the real halves of node, and what never runs in the simulation. */
    private static final Set<String> REAL_PACKAGES = Set.of(
            "org.backstay.node.disk",
            "org.backstay.node.linux",
            "org.backstay.node.log",
            "org.backstay.node.machine",
            "org.backstay.node.process",
            "org.backstay.node.transport");

    private static final Set<String> REAL_ROOTS = Set.of("launcher", "testkit", "benchmarks");

    @ParameterizedTest
    @EnumSource
    void programsReachTheWorldThroughTheirNode(OutsideWorld world) {
        assertThat(accesses(world, type -> !isReal(type))).as(world.advice()).isEmpty();
    }

    /** A rule that finds nothing anywhere would be a rule that no longer looks. */
    @ParameterizedTest
    @EnumSource(names = {"TIME", "CHANCE", "FILES", "CONNECTIONS", "THREADS"})
    void theRealNodeReachesTheWorldItself(OutsideWorld world) {
        assertThat(accesses(world, OneWorldTest::isReal)).isNotEmpty();
    }

    private static List<String> accesses(OutsideWorld world, Predicate<JavaClass> types) {
        return ShippedClasses.all().stream()
                .filter(types)
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> world.isReachedBy(access.getTarget()))
                .map(JavaAccess::getDescription)
                .sorted()
                .toList();
    }

    private static boolean isReal(JavaClass type) {
        return REAL_PACKAGES.contains(type.getPackageName())
                || REAL_ROOTS.contains(Floors.rootOf(type.getPackageName()).orElse(""));
    }
}
