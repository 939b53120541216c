package org.backstay.sentinel.model;

import java.util.EnumMap;
import java.util.Map;

/** The times in force, in milliseconds. Owned by the sentinel's loop. */
public final class Periods {
    private final Map<Period, Long> changed = new EnumMap<>(Period.class);

    /** One of them. */
    public long get(Period period) {
        return changed.getOrDefault(period, period.defaultMillis());
    }

    /** Changes one of them. */
    public void set(Period period, long value) {
        changed.put(period, value);
    }
}
