package org.backstay.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line to be read several times: {@code ~SEQ(name, start, step, end) rest} or {@code ~LST(name, value, ...) rest}.
 *
 * @param names the parameters that are set before each round
 * @param rounds their values, round by round
 * @param rest the line to read
 */
record BraceRepetition(List<String> names, List<List<String>> rounds, String rest) {
    private static final int MOST_ROUNDS = 100_000;
    private static final Pattern FORM = Pattern.compile("~(SEQx?|LST)\\((.*?)\\)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern ITEM = Pattern.compile("\\{([^}]*)\\}|([^,{}\\s][^,{}]*)");

    /** Reads one; null when it is none that makes sense. */
    static @Nullable BraceRepetition parse(String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            return null;
        }
        List<List<String>> items = items(form.group(2));
        if (items.size() < 2) {
            return null;
        }
        String rest = form.group(3);
        if (!form.group(1).equals("LST")) {
            List<List<String>> rounds = numbers(items, form.group(1).endsWith("x"));
            return rounds == null ? null : new BraceRepetition(items.getFirst(), rounds, rest);
        }
        List<String> names = items.getFirst();
        boolean even = items.stream().allMatch(item -> item.size() == names.size());
        return even ? new BraceRepetition(names, items.subList(1, items.size()), rest) : null;
    }

    private static List<List<String>> items(String text) {
        List<List<String>> items = new ArrayList<>();
        Matcher item = ITEM.matcher(text);
        while (item.find()) {
            String group = item.group(1);
            items.add(
                    group == null
                            ? List.of(item.group(2).strip())
                            : List.of(group.strip().split("\\s*,\\s*", -1)));
        }
        return items;
    }

    /** {@code end}, {@code start, end} or {@code start, step, end}; null when they are no numbers or would never end. */
    private static @Nullable List<List<String>> numbers(List<List<String>> items, boolean hex) {
        List<Long> given = new ArrayList<>();
        for (List<String> item : items.subList(1, items.size())) {
            try {
                given.add(Long.decode(item.getFirst()));
            } catch (NumberFormatException notANumber) {
                return null;
            }
        }
        if (given.size() > 3) {
            return null;
        }
        long end = given.getLast();
        long start = given.size() > 1 ? given.getFirst() : end > 0 ? 1 : -1;
        long step = given.size() > 2 ? given.get(1) : end >= start ? 1 : -1;
        if (step == 0 || (end - start) / step < 0 || (end - start) / step > MOST_ROUNDS) {
            return null;
        }
        List<List<String>> rounds = new ArrayList<>();
        for (long value = start; step > 0 ? value <= end : value >= end; value += step) {
            rounds.add(List.of(hex ? Long.toHexString(value) : Long.toString(value)));
        }
        return rounds;
    }
}
