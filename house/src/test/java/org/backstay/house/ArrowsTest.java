package org.backstay.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom. Maven holds the arrows between modules; this holds those inside one, and the outside world's. */
class ArrowsTest {
    static List<String> roots() {
        return Floors.roots();
    }

    @ParameterizedTest
    @MethodSource("roots")
    void aPackageImportsOnlyFromFloorsBelow(String root) {
        List<String> below = Floors.below(root).orElseThrow();
        assertThat(imports(
                        root,
                        target -> Floors.rootOf(target.getPackageName())
                                .filter(other -> !other.equals(root) && !below.contains(other))
                                .isPresent()))
                .as(
                        "%s may import %s and nothing else of ours. Move what it needs to a floor below both, or hand it in"
                                + " as an interface.",
                        root, below.isEmpty() ? "nothing" : String.join(", ", below))
                .isEmpty();
    }

    @Test
    void everyPackageBelongsToAFloor() {
        assertThat(ShippedClasses.all())
                .extracting(JavaClass::getPackageName)
                .allSatisfy(name -> assertThat(Floors.rootOf(name).flatMap(Floors::below))
                        .as("%s is in no row of CONTRIBUTING's table. Add the row, and the arrow to Floors.", name)
                        .isPresent());
    }

    @ParameterizedTest
    @MethodSource("withoutNetty")
    void theseFloorsKnowNoNetty(String root) {
        assertThat(imports(root, target -> target.getPackageName().startsWith("io.netty")))
                .as("%s is tested and used without any loop or channel. Let the caller do the input and output.", root)
                .isEmpty();
    }

    static List<String> withoutNetty() {
        return List.of("base", "config", "keyspace");
    }

    private static List<String> imports(String root, Predicate<JavaClass> target) {
        return ShippedClasses.under(root).stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> target.test(dependency.getTargetClass()))
                .map(Dependency::getDescription)
                .sorted()
                .distinct()
                .toList();
    }
}
