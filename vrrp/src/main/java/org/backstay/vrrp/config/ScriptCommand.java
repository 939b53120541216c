package org.backstay.vrrp.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that is run for the operator.
 *
 * @param command the program and its arguments; never empty
 * @param user under which it runs; null for the default of the configuration
 * @param group null for the user's own
 */
public record ScriptCommand(
        List<String> command,
        @Nullable String user,
        @Nullable String group) {}
