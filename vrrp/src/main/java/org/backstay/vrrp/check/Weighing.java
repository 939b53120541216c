package org.backstay.vrrp.check;

/**
 * What a check says of a server's weight.
 *
 * @param value the weight, or what is added to the configured one
 * @param relative whether it is added
 */
public record Weighing(int value, boolean relative) {
    /** By how much it makes the weight another one than is configured. */
    public long change(int configured) {
        return relative ? value : value - (long) configured;
    }
}
