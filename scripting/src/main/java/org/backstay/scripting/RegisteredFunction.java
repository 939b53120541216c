package org.backstay.scripting;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function that a library has registered.
 *
 * @param name letters, digits and underscores
 * @param number what the engine knows it by
 * @param description for people, or null
 * @param flags what it declares about itself
 */
public record RegisteredFunction(
        String name, int number, @Nullable String description, Set<ScriptFlag> flags) {
    /** Whether a library or a function may have this name: letters, digits and underscores. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_');
    }
}
