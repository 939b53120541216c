package org.backstay.redis.acl;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;

/** What was refused lately, newest first; the same refusal again within a minute is counted, not added. Owned by the server's loop. */
public final class AccessLog {
    private static final long GROUPED_MILLIS = 60_000;
    private static final int LOOKED_THROUGH = 10;

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** Where a command was refused. */
    public enum Context {
        /** Sent by a client. */
        TOPLEVEL("toplevel"),
        /** In a transaction. */
        MULTI("multi"),
        /** Called by a script. */
        LUA("lua");

        private final String wireName;

        Context(String wireName) {
            this.wireName = wireName;
        }

        /** The name in ACL LOG. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * One refusal, or several of the same kind.
     *
     * @param count how many
     * @param reason what was not allowed
     * @param context where
     * @param object the command, key or channel
     * @param username whose
     * @param millis when, the last time, since the epoch
     * @param client the line of CLIENT LIST of the last client
     */
    public record Entry(
            long count,
            Denial.Reason reason,
            Context context,
            String object,
            String username,
            long millis,
            String client) {
        private boolean isLike(Entry that) {
            return reason == that.reason
                    && context == that.context
                    && Math.abs(millis - that.millis) <= GROUPED_MILLIS
                    && object.equals(that.object)
                    && username.equals(that.username);
        }
    }

    /** Adds a refusal; more than {@code most} are not kept. */
    public void add(Entry refusal, long most) {
        long count = refusal.count();
        boolean known = false;
        Iterator<Entry> newest = entries.iterator();
        for (int i = 0; i < LOOKED_THROUGH && !known && newest.hasNext(); i++) {
            Entry entry = newest.next();
            if (entry.isLike(refusal)) {
                count += entry.count();
                newest.remove();
                known = true;
            }
        }
        entries.addFirst(new Entry(
                count,
                refusal.reason(),
                refusal.context(),
                refusal.object(),
                refusal.username(),
                refusal.millis(),
                refusal.client()));
        while (entries.size() > most) {
            entries.removeLast();
        }
    }

    /** The refusals, newest first. */
    public Collection<Entry> entries() {
        return Collections.unmodifiableCollection(entries);
    }

    /** Forgets them. */
    public void clear() {
        entries.clear();
    }
}
