package org.backstay.vrrp.instance;

/**
 * What one tracker means for an instance.
 *
 * @param pending whether it has no verdict yet
 * @param fault whether the instance must not be master
 * @param priority added to the instance's own
 */
public record Contribution(boolean pending, boolean fault, int priority) {
    /** Not known yet. */
    public static final Contribution PENDING = new Contribution(true, false, 0);
    /** All is well. */
    public static final Contribution NOTHING = new Contribution(false, false, 0);
    /** The instance must not be master. */
    public static final Contribution FAULT = new Contribution(false, true, 0);

    private static final int MOST = 253;

    /** Of something that is up or down: without weight down is a fault; a positive weight rewards up, a negative one punishes down. */
    public static Contribution of(boolean up, int weight, boolean reverse) {
        if (weight == 0) {
            return up == reverse ? FAULT : NOTHING;
        }
        boolean counts = up == weight > 0;
        return counts ? new Contribution(false, false, reverse ? -weight : weight) : NOTHING;
    }

    /** Of a number: without weight any but 0 is a fault, and so is a product below what a priority can lose. */
    public static Contribution of(long value, int weight, boolean reverse) {
        if (weight == 0) {
            return value == 0 == reverse ? FAULT : NOTHING;
        }
        long product = Math.clamp(value * (reverse ? -(long) weight : weight), -MOST - 1L, MOST);
        return product < -MOST ? FAULT : new Contribution(false, false, (int) product);
    }
}
