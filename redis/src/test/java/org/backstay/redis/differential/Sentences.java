package org.backstay.redis.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Commands as the grammar allows them, and some that it does not. */
final class Sentences {
    private static final Set<String> GONE = Set.of("EXAT", "exat", "PXAT", "pxat");
    private static final int MOST_REPEATED = 3;
    private static final String NUMBER_OF_KEYS = "numkeys";

    private final Words words;

    Sentences(Words words) {
        this.words = words;
    }

    /** Commands that belong together: all but the last prepare it. None where a clock or a table's order would decide. */
    List<Step> of(Grammar.Form form) {
        return switch (form.name()) {
            case "spop" -> takingMembers();
            default -> {
                Step step = step(form);
                Step said = words.chance(7) ? broken(step) : step;
                yield dependsOnTime(said) ? List.of() : List.of(said);
            }
        };
    }

    /** SPOP of no member, of the only one, or of all: chance must not decide what remains. */
    private List<Step> takingMembers() {
        String key = words.key("set");
        return switch (words.below(3)) {
            case 0 -> List.of(Step.of("DEL", key), Step.of("SADD", key, words.member()), Step.of("SPOP", key));
            case 1 -> List.of(Step.of("SPOP", key, words.of(List.of("0", "-1", "x"))));
            default -> List.of(Step.of("SPOP", key, "100000"));
        };
    }

    private Step step(Grammar.Form form) {
        List<String> said = new ArrayList<>();
        for (String word : form.name().split(" ", -1)) {
            said.add(words.chance(70) ? word.toUpperCase(Locale.ROOT) : word);
        }
        new Sentence(form, said).add(form.arguments());
        return new Step(said);
    }

    /** Whether a clock or chance decides: what an entry is called, when a client is told of keys, whether a key is found expired, in which
     * order all commands are told. */
    private static boolean dependsOnTime(Step step) {
        List<String> words = step.meant();
        boolean stamped = step.name().equals("xadd") && words.contains("*");
        boolean expired = step.name().equals("set")
                && words.contains("1")
                && words.stream().anyMatch(GONE::contains);
        boolean tied = step.name().startsWith("sort")
                && words.stream().anyMatch("BY"::equalsIgnoreCase)
                && words.stream().anyMatch("ALPHA"::equalsIgnoreCase);
        boolean allRows = step.name().equals("command") && step.subcommand().equals("info") && words.size() == 2;
        return stamped || tied || allRows || expired || words.stream().anyMatch("BCAST"::equalsIgnoreCase);
    }

    /** A command with a word too few, too many or wrong. */
    private Step broken(Step step) {
        List<String> said = new ArrayList<>(step.words());
        int at = words.below(said.size());
        switch (words.below(4)) {
            case 0 -> said.remove(at);
            case 1 -> said.add(at + 1, said.get(at));
            case 2 -> said.add(at + 1, words.of(Words.GARBAGE));
            default -> said.set(at, words.of(Words.GARBAGE));
        }
        return said.isEmpty() || said.getFirst().isEmpty() ? step : new Step(said);
    }

    /** A command that is being said. */
    private final class Sentence {
        private final Grammar.Form form;
        private final List<String> said;
        private int announced = -1;

        Sentence(Grammar.Form form, List<String> said) {
            this.form = form;
            this.said = said;
        }

        void add(List<Argument> arguments) {
            int together = keysAndIds(arguments) ? 1 + words.below(2) : -1;
            for (Argument argument : arguments) {
                if (argument.optional() && !words.chance(required(argument) ? 85 : 35)) {
                    continue;
                }
                int times = argument.multiple() ? 1 + words.below(MOST_REPEATED) : 1;
                if (together > 0 && argument.multiple()) {
                    times = together;
                }
                if (announced >= 0 && argument.is("key") && argument.multiple()) {
                    times = announced;
                    announced = -1;
                }
                repeat(argument, times);
            }
        }

        /** Whether a list of keys is followed by a list of as many positions. */
        private static boolean keysAndIds(List<Argument> arguments) {
            return arguments.size() == 2
                    && arguments.stream()
                            .allMatch(each -> each.multiple() && each.parts().isEmpty())
                    && arguments.getFirst().is("key");
        }

        /** Options without which a command says little. */
        private boolean required(Argument argument) {
            return form.name().startsWith("bitfield") || (announced > 0 && argument.is("key"));
        }

        private void repeat(Argument argument, int times) {
            for (int i = 0; i < times; i++) {
                if (!argument.token().isEmpty() && (i == 0 || argument.repeatsToken())) {
                    say(argument.token());
                }
                one(argument);
            }
        }

        private void one(Argument argument) {
            switch (argument.type()) {
                case "pure-token" -> {}
                case "oneof" -> repeat(words.of(argument.parts()), 1);
                case "block" -> add(argument.parts());
                default -> value(argument);
            }
        }

        private void value(Argument argument) {
            if (argument.name().equals(NUMBER_OF_KEYS)) {
                boolean scripts = form.group().equals("scripting");
                announced = scripts ? words.below(3) : 1 + words.below(2);
                said.add(
                        words.chance(95)
                                ? Integer.toString(announced)
                                : words.of(List.of("0", "-1", "9", "x", "9223372036854775807")));
                return;
            }
            said.add(words.of(form, argument));
        }

        private void say(String token) {
            if (token.equals("\"\"")) {
                said.add("");
                return;
            }
            said.add(words.chance(15) ? token.toLowerCase(Locale.ROOT) : token);
        }
    }
}
