package org.backstay.redis.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.backstay.config.ValueType;

/** {@code save 900 1 300 10}: pairs of seconds and changes; the first line replaces the standard rules, further lines add to it. */
final class SaveRulesType implements ValueType<List<SaveRule>> {
    @Override
    public List<SaveRule> read(List<String> words, List<SaveRule> before) {
        if (words.size() == 1 && words.get(0).isEmpty()) {
            return List.of();
        }
        if (words.isEmpty() || words.size() % 2 != 0) {
            throw new IllegalArgumentException("Invalid save parameters");
        }
        List<SaveRule> rules = before.equals(SaveRule.STANDARD) ? new ArrayList<>() : new ArrayList<>(before);
        for (int i = 0; i < words.size(); i += 2) {
            rules.add(rule(words.get(i), words.get(i + 1)));
        }
        return List.copyOf(rules);
    }

    private static SaveRule rule(String seconds, String changes) {
        try {
            SaveRule rule = new SaveRule(Integer.parseInt(seconds), Integer.parseInt(changes));
            if (rule.seconds() >= 1 && rule.changes() >= 0) {
                return rule;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid save parameters", e);
        }
        throw new IllegalArgumentException("Invalid save parameters");
    }

    @Override
    public boolean isMany() {
        return true;
    }

    @Override
    public List<SaveRule> set(String text, List<SaveRule> before) {
        return text.isBlank() ? List.of() : read(List.of(text.trim().split("\\s+")), List.of());
    }

    @Override
    public String show(List<SaveRule> rules) {
        return rules.stream().map(rule -> rule.seconds() + " " + rule.changes()).collect(Collectors.joining(" "));
    }

    @Override
    public List<String> lines(List<SaveRule> rules) {
        return rules.isEmpty()
                ? List.of("\"\"")
                : rules.stream()
                        .map(rule -> rule.seconds() + " " + rule.changes())
                        .toList();
    }

    @Override
    public String expected() {
        return "seconds and changes, in pairs, or \"\"";
    }
}
