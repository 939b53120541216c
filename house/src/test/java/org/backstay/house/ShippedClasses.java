package org.backstay.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/** Every compiled class of every module, but for those of tests. Read once: it takes a second. */
final class ShippedClasses {
    private static final List<JavaClass> ALL = List.copyOf(new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.backstay"));

    private ShippedClasses() {}

    static List<JavaClass> all() {
        return ALL;
    }

    /** Those under the given root package. */
    static List<JavaClass> under(String root) {
        return ALL.stream()
                .filter(type -> Floors.rootOf(type.getPackageName()).stream().anyMatch(root::equals))
                .toList();
    }
}
