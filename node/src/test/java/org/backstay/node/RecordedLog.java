package org.backstay.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every line for a test to look at. */
public final class RecordedLog implements Log {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void log(Level level, String line) {
        lines.add(level + " " + line);
    }

    @Override
    public boolean enabled(Level level) {
        return true;
    }

    public List<String> lines() {
        return lines;
    }
}
