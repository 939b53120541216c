package org.backstay.stack.topology;

import java.nio.file.Path;
import org.backstay.node.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One node of a stack.
 *
 * @param name also the name of its folder
 * @param program what it runs
 * @param endpoint where it serves
 * @param shard the master's name that the sentinels know, for a redis-server; null for others
 * @param firstMaster whom it follows when it is started for the first time; null for a first master, sentinels and proxies
 * @param folder configuration, data and log, absolute
 */
public record NodeSpec(
        String name,
        Program program,
        Endpoint endpoint,
        @Nullable String shard,
        @Nullable Endpoint firstMaster,
        Path folder) {
    /** Its configuration file. */
    public Path config() {
        return folder.resolve(program.configFile());
    }

    /** Its log file. */
    public Path log() {
        return folder.resolve(program.word() + ".log");
    }
}
