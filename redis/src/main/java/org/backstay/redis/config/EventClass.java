package org.backstay.redis.config;

/** The classes of keyspace notifications, by the letters of {@code notify-keyspace-events}. Constants, for any thread. */
public enum EventClass {
    GENERIC('g'),
    STRING('$'),
    LIST('l'),
    SET('s'),
    HASH('h'),
    ZSET('z'),
    EXPIRED('x'),
    EVICTED('e'),
    STREAM('t'),
    MODULE('d'),
    /** A key was created. */
    NEW('n'),
    /** Tell the channel named after the key. */
    KEYSPACE('K'),
    /** Tell the channel named after the event. */
    KEYEVENT('E'),
    /** A key was looked for and not found. */
    KEY_MISS('m');

    private final char letter;

    EventClass(char letter) {
        this.letter = letter;
    }

    /** The letter in the directive's value. */
    public char letter() {
        return letter;
    }

    /** Whether {@code A} stands for it too. */
    boolean isInAll() {
        return switch (this) {
            case NEW, KEYSPACE, KEYEVENT, KEY_MISS -> false;
            default -> true;
        };
    }
}
