package org.backstay.vrrp.config;

import org.jspecify.annotations.Nullable;

/**
 * A {@code track_file}: a number in a file, multiplied by a weight.
 *
 * @param name its name
 * @param path of the file
 * @param weight 0 makes any number but 0 a fault
 * @param reverse whether the number's sign is turned
 * @param initial what is written at start; null for nothing
 * @param overwrite whether also over what is there
 */
public record FileConfig(
        String name,
        String path,
        int weight,
        boolean reverse,
        @Nullable Integer initial,
        boolean overwrite) {}
