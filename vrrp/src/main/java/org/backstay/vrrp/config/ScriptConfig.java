package org.backstay.vrrp.config;

/**
 * A {@code vrrp_script}. Times in nanoseconds.
 *
 * @param name its name
 * @param command what is run
 * @param interval between runs
 * @param timeout after which a run has failed
 * @param weight 0 makes failure a fault
 * @param reverse whether success counts as failure
 * @param rise successes that make it good
 * @param fall failures that make it bad
 * @param initiallyFailed whether it is bad until it has succeeded
 */
public record ScriptConfig(
        String name,
        ScriptCommand command,
        long interval,
        long timeout,
        int weight,
        boolean reverse,
        int rise,
        int fall,
        boolean initiallyFailed) {}
