package org.backstay.resp.command;

import java.util.List;

/**
 * The older, simpler form of where keys are: first, last, step. What {@code COMMAND INFO} shows in its fourth to sixth element is
 * derived from the key specs, as in 7.0: plain ranges that follow one another are joined, all others are left out.
 */
record KeyRange(int first, int last, int step) {
    private static final KeyRange NONE = new KeyRange(0, 0, 0);

    static KeyRange of(List<KeySpec> keys) {
        if (keys.size() == 1
                && keys.getFirst().begin() instanceof KeySpec.Begin.Index(int at)
                && keys.getFirst().find() instanceof KeySpec.Find.Range range) {
            return new KeyRange(at, absolute(at, range.lastKey()), range.step());
        }
        KeyRange joined = NONE;
        for (KeySpec key : keys) {
            if (joins(joined, key)
                    && key.begin() instanceof KeySpec.Begin.Index(int at)
                    && key.find() instanceof KeySpec.Find.Range range) {
                joined = new KeyRange(joined.first == 0 ? at : joined.first, absolute(at, range.lastKey()), 1);
            }
        }
        return joined;
    }

    /** Whether this range leaves out some keys of these specs: then the keys are movable. */
    static boolean isIncomplete(List<KeySpec> keys) {
        boolean single = keys.size() == 1;
        KeyRange joined = NONE;
        for (KeySpec key : keys) {
            boolean plain = key.begin() instanceof KeySpec.Begin.Index && key.find() instanceof KeySpec.Find.Range;
            if (key.flags().contains(KeySpec.Flag.INCOMPLETE) || !plain || (!single && !joins(joined, key))) {
                return true;
            }
            joined = of(List.of(key));
        }
        return false;
    }

    private static boolean joins(KeyRange before, KeySpec key) {
        return key.begin() instanceof KeySpec.Begin.Index(int at)
                && key.find() instanceof KeySpec.Find.Range range
                && range.step() == 1
                && (before.last == 0 || before.last == at - 1);
    }

    private static int absolute(int at, int last) {
        return last >= 0 ? at + last : last;
    }
}
