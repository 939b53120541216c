package org.backstay.resp.command;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.backstay.resp.Request;

/**
 * The keys of a request, as argument positions. Reused from request to request, so that finding keys allocates nothing. Of one thread.
 */
public final class KeyPositions {
    private static final int FIRST_ROOM = 16;
    private static final Set<KeySpec.Flag> OVERWRITTEN = EnumSet.of(KeySpec.Flag.OW, KeySpec.Flag.UPDATE);
    private static final Set<KeySpec.Flag> READ = EnumSet.of(KeySpec.Flag.RO, KeySpec.Flag.ACCESS);
    private static final Set<KeySpec.Flag> CHANGED =
            EnumSet.of(KeySpec.Flag.RW, KeySpec.Flag.ACCESS, KeySpec.Flag.UPDATE);
    private static final Set<KeySpec.Flag> TAKEN =
            EnumSet.of(KeySpec.Flag.RW, KeySpec.Flag.ACCESS, KeySpec.Flag.DELETE);

    private int[] positions = new int[FIRST_ROOM];

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no generic arrays
    private Set<KeySpec.Flag>[] flags = new Set[FIRST_ROOM];

    private int size;

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The {@code i}-th position. */
    public int get(int i) {
        assert i < size;
        return positions[i];
    }

    /** What happens to the {@code i}-th key. */
    public Set<KeySpec.Flag> flags(int i) {
        assert i < size;
        return flags[i];
    }

    /** A copy on its own. */
    public int[] toArray() {
        return Arrays.copyOf(positions, size);
    }

    boolean find(CommandSpec spec, Request request) {
        size = 0;
        return switch (spec.name()) {
            case "sort" -> ofSort(request);
            case "sort_ro" -> add(1, READ);
            case "migrate" -> ofMigrate(request);
            case "georadius" -> ofSearch(6, request);
            case "georadiusbymember" -> ofSearch(5, request);
            default -> bySpecs(spec, request);
        };
    }

    /** By the rules of the row; false when a rule does not say all, or does not fit the arguments. */
    private boolean bySpecs(CommandSpec spec, Request request) {
        for (int i = 0; i < spec.keys().size(); i++) {
            KeySpec key = spec.keys().get(i);
            if (key.flags().contains(KeySpec.Flag.NOT_KEY)) {
                continue;
            }
            int first = beginning(key.begin(), request);
            if (first == 0) {
                continue;
            }
            if (first < 0
                    || !addFound(key, flags(spec, key, request), first, request)
                    || key.flags().contains(KeySpec.Flag.INCOMPLETE)) {
                return false;
            }
        }
        return true;
    }

    /** What happens to the keys of a rule, where the arguments decide it. */
    private static Set<KeySpec.Flag> flags(CommandSpec spec, KeySpec key, Request request) {
        if (!key.flags().contains(KeySpec.Flag.VARIABLE_FLAGS)) {
            return key.flags();
        }
        return switch (spec.name()) {
            case "set" -> says(request, 3, "get") ? CHANGED : OVERWRITTEN;
            case "bitfield" -> says(request, 2, "set") || says(request, 2, "incrby") ? CHANGED : READ;
            default -> key.flags();
        };
    }

    private static boolean says(Request request, int from, String word) {
        for (int i = from; i < request.size(); i++) {
            if (request.is(i, word)) {
                return true;
            }
        }
        return false;
    }

    /** Where a rule begins; 0 when its word is not there, -1 when it can't be said. */
    private static int beginning(KeySpec.Begin begin, Request request) {
        return switch (begin) {
            case KeySpec.Begin.Index index -> index.position();
            case KeySpec.Begin.Keyword keyword -> after(keyword, request);
            case KeySpec.Begin.Unknown unknown -> -1;
        };
    }

    private static int after(KeySpec.Begin.Keyword keyword, Request request) {
        boolean forward = keyword.startFrom() > 0;
        int step = forward ? 1 : -1;
        int end = forward ? request.size() - 1 : 1;
        int at = forward ? keyword.startFrom() : request.size() + keyword.startFrom();
        for (; at >= 1 && at < request.size() && at != end; at += step) {
            if (request.is(at, keyword.lowercase())) {
                return at + 1;
            }
        }
        return 0;
    }

    private boolean addFound(KeySpec key, Set<KeySpec.Flag> what, int first, Request request) {
        return switch (key.find()) {
            case KeySpec.Find.Range range -> {
                int last = range.lastKey() >= 0 ? first + range.lastKey() : request.size() + range.lastKey();
                if (range.lastKey() < 0 && range.limit() > 0) {
                    last = first + (request.size() - first) / range.limit() + range.lastKey();
                }
                yield addRange(what, first, last, range.step(), request.size());
            }
            case KeySpec.Find.Counted counted -> {
                int countAt = first + counted.countAt();
                if (countAt >= request.size() || !request.parseLong(countAt) || request.parsed() < 0) {
                    yield false;
                }
                long last = first + counted.firstKey() + request.parsed() - 1;
                yield last < request.size()
                        && addRange(what, first + counted.firstKey(), (int) last, counted.step(), request.size());
            }
            case KeySpec.Find.Unknown unknown -> false;
        };
    }

    private boolean addRange(Set<KeySpec.Flag> what, int first, int last, int step, int end) {
        if (last >= end || last < first || first >= end) {
            return false;
        }
        for (int at = first; at <= last; at += step) {
            add(at, what);
        }
        return true;
    }

    /** The last STORE counts; arguments of other options are no options. */
    private boolean ofSort(Request request) {
        add(1, READ);
        int store = 0;
        for (int i = 2; i < request.size(); i++) {
            if (request.is(i, "limit")) {
                i += 2;
            } else if (request.is(i, "get") || request.is(i, "by")) {
                i++;
            } else if (request.is(i, "store") && i + 1 < request.size()) {
                store = i + 1;
            }
        }
        return store == 0 || add(store, OVERWRITTEN);
    }

    /** The options are read in order, and the last STORE or STOREDIST counts: the row would find the first one only. */
    private boolean ofSearch(int firstOption, Request request) {
        add(1, READ);
        for (int i = firstOption; i + 1 < request.size(); i++) {
            if (request.is(i, "store") || request.is(i, "storedist")) {
                add(++i, OVERWRITTEN);
            }
        }
        return true;
    }

    /** One key at 3, or none there and all after KEYS. */
    private boolean ofMigrate(Request request) {
        for (int i = 6; i < request.size(); i++) {
            if (request.is(i, "keys")) {
                for (int at = i + 1; at < request.size() && request.length(3) == 0; at++) {
                    add(at, TAKEN);
                }
                return request.length(3) == 0;
            }
            i += request.is(i, "auth") ? 1 : request.is(i, "auth2") ? 2 : 0;
        }
        return request.size() > 3 && add(3, TAKEN);
    }

    private boolean add(int position, Set<KeySpec.Flag> what) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, 2 * size);
            flags = Arrays.copyOf(flags, 2 * size);
        }
        positions[size] = position;
        flags[size++] = what;
        return true;
    }
}
