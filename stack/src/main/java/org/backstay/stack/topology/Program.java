package org.backstay.stack.topology;

/** The programs that a stack's nodes are, in the order in which they are started; they are stopped in the opposite order. */
public enum Program {
    REDIS_SERVER("redis-server", "redis.conf"),
    REDIS_SENTINEL("redis-sentinel", "sentinel.conf"),
    NUTCRACKER("nutcracker", "nutcracker.yml");

    private final String word;
    private final String configFile;

    Program(String word, String configFile) {
        this.word = word;
        this.configFile = configFile;
    }

    /** Its name on a command line. */
    public String word() {
        return word;
    }

    /** The name of its configuration file. */
    public String configFile() {
        return configFile;
    }
}
