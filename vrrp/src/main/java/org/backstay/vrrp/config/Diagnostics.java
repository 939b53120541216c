package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.List;
import org.backstay.config.Statement;

/**
 * What is to be said about a configuration, in the order of its lines. Faults make a configuration test fail and are read over when the
 * program runs; remarks only inform.
 */
public final class Diagnostics {
    private static final int MOST_LINES = 10_000;

    private final List<String> lines = new ArrayList<>();
    private int faults;

    /** Something is not done as it is written. */
    public void fault(Statement at, String what) {
        fault(at.file(), at.line(), what);
    }

    /** Something is not done as it is written. */
    public void fault(String file, int line, String what) {
        add("(" + file + ": Line " + line + ") " + what);
        faults++;
    }

    /** Something that concerns no line in particular is not done as it is written. */
    public void fault(String what) {
        add(what);
        faults++;
    }

    /** Something the operator may want to know. */
    public void remark(String what) {
        add(what);
    }

    /** Something the operator may want to know about a line. */
    public void remark(Statement at, String what) {
        add("(" + at.file() + ": Line " + at.line() + ") " + what);
    }

    private void add(String line) {
        if (lines.size() < MOST_LINES) {
            lines.add(line);
        }
    }

    /** All that is to be said. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** How many faults there are. */
    public int faults() {
        return faults;
    }
}
