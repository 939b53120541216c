package org.backstay.testkit.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * What happened in a run. Keeps the last {@value #KEPT} events for whoever reads about a failure, and a fingerprint of all
 * of them: two runs with the same fingerprint were the same.
 */
public final class Trace {
    private static final int KEPT = 4_000;
    private static final int MOST_LOGGED = 1_000_000;
    private static final long NO_DETAIL = Long.MIN_VALUE;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Agenda agenda;
    private final Deque<Event> last = new ArrayDeque<>();
    private final List<Event> logged = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private long fingerprint;
    private long count;

    Trace(Agenda agenda) {
        this.agenda = agenda;
    }

    void add(String where, String what, long detail) {
        mix(agenda.elapsed());
        mix(where.hashCode());
        mix(what.hashCode());
        mix(detail);
        count++;
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(new Event(agenda.elapsed(), where, what, detail));
    }

    void log(String node, String line) {
        add(node, line, NO_DETAIL);
        if (logged.size() == MOST_LOGGED) {
            throw new IllegalStateException("more than " + MOST_LOGGED + " lines were logged");
        }
        logged.add(new Event(agenda.elapsed(), node, line, NO_DETAIL));
        listeners.forEach(each -> each.logged(node, line));
    }

    /** From now on hears every line the moment it is logged; what it throws is a fault of the node that logged it. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Hears what nodes log. */
    @FunctionalInterface
    public interface Listener {
        /** A node logged a line; its level stands before it. */
        void logged(String node, String line);
    }

    private void mix(long value) {
        long mixed = (fingerprint ^ value) * MIX;
        fingerprint = mixed ^ (mixed >>> 29);
    }

    /** The same for two runs if and only if, as far as 64 bits tell, the same happened at the same times. */
    public long fingerprint() {
        return fingerprint;
    }

    /** How many events there were. */
    public long count() {
        return count;
    }

    /** All lines that nodes logged so far, each with its node's name before it. */
    public List<String> logged() {
        return logged.stream().map(each -> each.where + ": " + each.what).toList();
    }

    /** The last lines that nodes logged: seconds, node, line. */
    public String story(int most) {
        return tail(logged, most);
    }

    /** The last events, one a line: seconds, node, what happened. */
    public String tail(int most) {
        return tail(last, most);
    }

    private static String tail(Collection<Event> events, int most) {
        StringBuilder text = new StringBuilder();
        int skip = Math.max(0, events.size() - most);
        for (Event event : events) {
            if (skip-- <= 0) {
                text.append(event).append('\n');
            }
        }
        return text.toString();
    }

    private record Event(long elapsed, String where, String what, long detail) {
        @Override
        public String toString() {
            String head = String.format(Locale.ROOT, "%12.6f %-12s %s", elapsed / NANOS_PER_SECOND, where, what);
            return detail == NO_DETAIL ? head : head + " " + detail;
        }
    }
}
