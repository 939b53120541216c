package org.backstay.redis.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Takes commands out of a sequence for as long as what it is about still happens. */
final class Shortening {
    private Shortening() {}

    /** A sequence of which no part of half its size, a quarter, and so on down to one command can be left out. */
    static List<Step> of(List<Step> sequence, Predicate<List<Step>> happens) {
        List<Step> shortest = sequence;
        for (int size = Math.max(1, sequence.size() / 2); size > 0; size /= 2) {
            boolean shorter = true;
            while (shorter) {
                List<Step> before = shortest;
                shortest = without(before, size, happens);
                shorter = size == 1 && shortest.size() < before.size();
            }
        }
        return shortest;
    }

    private static List<Step> without(List<Step> sequence, int size, Predicate<List<Step>> happens) {
        List<Step> left = sequence;
        for (int begin = sequence.size() - size; begin > -size; begin -= size) {
            int from = Math.max(begin, 0);
            List<Step> tried = new ArrayList<>(left.subList(0, from));
            tried.addAll(left.subList(Math.min(from + size, left.size()), left.size()));
            if (tried.size() < left.size() && happens.test(tried)) {
                left = tried;
            }
        }
        return left;
    }
}
