package org.backstay.base.bytes;

/**
 * Redis's glob patterns: {@code *}, {@code ?}, {@code [a-c]}, {@code [^x]} and {@code \} before a literal, as KEYS, SCAN,
 * PSUBSCRIBE and CONFIG GET take them.
 *
 * <p>Only the last star is ever tried again, so matching takes at most pattern length times text length steps, whatever
 * the pattern.
 */
public final class Glob {
    private final byte[] pattern;
    private final boolean ignoreCase;

    private Glob(byte[] pattern, boolean ignoreCase) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
    }

    /** A pattern whose letters match themselves only. */
    public static Glob of(byte[] pattern) {
        return new Glob(pattern, false);
    }

    /** A pattern whose ASCII letters match both cases. */
    public static Glob ignoringCase(byte[] pattern) {
        return new Glob(pattern, true);
    }

    /** Whether every text matches. */
    public boolean matchesEverything() {
        return pattern.length == 1 && pattern[0] == '*';
    }

    /** Whether the whole text matches. */
    public boolean matches(byte[] text) {
        return matches(text, text.length);
    }

    /** Whether the first {@code length} bytes, taken as a whole, match. */
    public boolean matches(byte[] text, int length) {
        int p = 0;
        int t = 0;
        int afterStar = -1;
        int starText = 0;
        while (t < length) {
            if (p < pattern.length && pattern[p] == '*') {
                p++;
                afterStar = p;
                starText = t;
                continue;
            }
            if (p < pattern.length && oneMatches(p, text[t])) {
                p = endOfItem(p);
                t++;
                continue;
            }
            if (afterStar < 0) {
                return false;
            }
            p = afterStar;
            starText++;
            t = starText;
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    private boolean oneMatches(int at, byte found) {
        return switch (pattern[at]) {
            case '?' -> true;
            case '[' -> classMatches(at, found);
            case '\\' -> same(pattern[at + 1 < pattern.length ? at + 1 : at], found);
            default -> same(pattern[at], found);
        };
    }

    /** The index after the item that starts at {@code at}; a class left open ends with the pattern. */
    private int endOfItem(int at) {
        if (pattern[at] == '\\') {
            return Math.min(at + 2, pattern.length);
        }
        if (pattern[at] != '[') {
            return at + 1;
        }
        int i = at + 1;
        if (i < pattern.length && pattern[i] == '^') {
            i++;
        }
        while (i < pattern.length && pattern[i] != ']') {
            i = endOfMember(i);
        }
        return Math.min(i + 1, pattern.length);
    }

    private int endOfMember(int i) {
        if (pattern[i] == '\\' && i + 1 < pattern.length) {
            return i + 2;
        }
        if (isRange(i)) {
            return i + 3;
        }
        return i + 1;
    }

    private boolean isRange(int i) {
        return i + 2 < pattern.length && pattern[i + 1] == '-';
    }

    private boolean classMatches(int at, byte found) {
        int i = at + 1;
        boolean negated = i < pattern.length && pattern[i] == '^';
        if (negated) {
            i++;
        }
        boolean inside = false;
        while (i < pattern.length && pattern[i] != ']') {
            inside |= memberMatches(i, found);
            i = endOfMember(i);
        }
        return inside != negated;
    }

    private boolean memberMatches(int i, byte found) {
        if (pattern[i] == '\\' && i + 1 < pattern.length) {
            return pattern[i + 1] == found;
        }
        if (!isRange(i)) {
            return same(pattern[i], found);
        }
        int low = fold(pattern[i]);
        int high = fold(pattern[i + 2]);
        int value = fold(found);
        return Math.min(low, high) <= value && value <= Math.max(low, high);
    }

    private boolean same(byte wanted, byte found) {
        return fold(wanted) == fold(found);
    }

    private int fold(byte b) {
        int value = b & 0xFF;
        return ignoreCase && value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
    }
}
