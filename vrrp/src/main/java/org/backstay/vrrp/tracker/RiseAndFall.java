package org.backstay.vrrp.tracker;

/**
 * Up after so many successes in a row, down after so many failures. At first one of either decides, unless it begins as failed.
 */
final class RiseAndFall {
    private final int rise;
    private final int fall;
    private boolean known;
    private boolean up;
    private int row;

    RiseAndFall(int rise, int fall, boolean initiallyFailed) {
        this.rise = rise;
        this.fall = fall;
        known = initiallyFailed;
    }

    /** Takes a result; true when it decides something. */
    boolean result(boolean success) {
        if (!known) {
            known = true;
            up = success;
            return true;
        }
        if (success == up) {
            row = 0;
            return false;
        }
        row++;
        if (row < (success ? rise : fall)) {
            return false;
        }
        up = success;
        row = 0;
        return true;
    }

    boolean known() {
        return known;
    }

    boolean up() {
        return up;
    }

    /** The original's count: from 0, bad, to rise + fall − 1; good from rise on. */
    int count() {
        return up ? rise + fall - 1 - row : row;
    }

    String word() {
        return known ? up ? "up" : "down" : "init";
    }
}
