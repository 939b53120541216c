package org.backstay.redis;

/** Where redis-server begins: its arguments in, its exit code out. */
public final class RedisServerMain {
    private RedisServerMain() {}

    /**
     * Runs the program until it ends.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        System.err.println("redis-server: not part of this build yet");
        return 1;
    }
}
