package org.backstay.keyspace;

/** Which keys go when memory is full ({@code maxmemory-policy}). Constants, for any thread. */
public enum EvictionPolicy {
    /** Of the keys that expire, those that were not used for longest. */
    VOLATILE_LRU(Order.IDLE, true),
    /** Of the keys that expire, those that are used least often. */
    VOLATILE_LFU(Order.FREQUENCY, true),
    /** Of the keys that expire, any. */
    VOLATILE_RANDOM(Order.NONE, true),
    /** Of the keys that expire, those that expire first. */
    VOLATILE_TTL(Order.EXPIRY, true),
    /** Those that were not used for longest. */
    ALLKEYS_LRU(Order.IDLE, false),
    /** Those that are used least often. */
    ALLKEYS_LFU(Order.FREQUENCY, false),
    /** Any. */
    ALLKEYS_RANDOM(Order.NONE, false),
    /** None: what needs memory is refused. */
    NOEVICTION(Order.NONE, false);

    /** What decides between two keys. */
    enum Order {
        NONE,
        IDLE,
        FREQUENCY,
        EXPIRY
    }

    private final Order order;
    private final boolean onlyExpiring;

    EvictionPolicy(Order order, boolean onlyExpiring) {
        this.order = order;
        this.onlyExpiring = onlyExpiring;
    }

    Order order() {
        return order;
    }

    /** Whether keys without an expiry are spared. */
    boolean onlyExpiring() {
        return onlyExpiring;
    }

    /** Whether entries count their accesses, instead of noting the time of the last. */
    public boolean countsAccesses() {
        return order == Order.FREQUENCY;
    }

    /** Whether entries note the time of their last access to be judged by it. */
    public boolean judgesIdleTime() {
        return order == Order.IDLE;
    }
}
