package org.backstay.sentinel;

/** Where redis-sentinel begins: its arguments in, its exit code out. */
public final class SentinelMain {
    private SentinelMain() {}

    /**
     * Runs the program until it ends.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        System.err.println("redis-sentinel: not part of this build yet");
        return 1;
    }
}
