package org.backstay.redis.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Random sequences of commands: plain ones, transactions, and scripts that run a command; in RESP2 or RESP3. */
final class DataSequences implements Sequences {
    /**
     * What is left out: what ends, stops or reconfigures a server or a connection, what has parts that are not here, and what
     * describes the server in words of its own.
     */
    private static final Pattern LEFT_OUT =
            Pattern.compile("cluster .*|module .*|shutdown|debug|monitor|psync|sync|replconf"
                    + "|replicaof|slaveof|failover|save|bgsave|bgrewriteaof|quit|client (kill|pause|reply|caching)|acl .*|config .*"
                    + "|latency .*|memory (purge|malloc-stats|doctor)|pfselftest|script debug|p?s?(un)?subscribe|command( list| count| docs)?"
                    + "|swapdb|dump|flushall|restore-asking|lolwut");

    /** How often a form of a group is chosen; 10 for groups that are not named. */
    private static final Map<String, Integer> WEIGHTS =
            Map.of("server", 1, "connection", 1, "pubsub", 1, "scripting", 2, "transactions", 2);

    private static final int USUAL_WEIGHT = 10;

    private static final List<String> RUNNING = List.of(
            "return redis.call(unpack(ARGV))",
            "return redis.pcall(unpack(ARGV))",
            "redis.setresp(3); return redis.call(unpack(ARGV))",
            "local r = redis.pcall(unpack(ARGV)); redis.log(redis.LOG_DEBUG, 'x'); return r");

    private final List<Grammar.Form> forms = new ArrayList<>();
    private final Payloads payloads;

    /** @param alone if not empty, no other commands than those that a regular expression matches */
    DataSequences(Grammar grammar, Payloads payloads, String alone) {
        this.payloads = payloads;
        for (Grammar.Form form : grammar.forms()) {
            boolean chosen = alone.isEmpty() || form.name().matches(alone);
            if (chosen && !LEFT_OUT.matcher(form.name()).matches()) {
                int weight = WEIGHTS.getOrDefault(form.group(), USUAL_WEIGHT);
                for (int i = 0; i < weight; i++) {
                    forms.add(form);
                }
            }
        }
    }

    @Override
    public List<Step> of(long seed, int length) {
        Words words = new Words(new SplittableRandom(seed), payloads);
        Sentences sentences = new Sentences(words);
        List<Step> steps = new ArrayList<>();
        if (words.chance(50)) {
            steps.add(Step.of("HELLO", "3"));
        }
        while (steps.size() < length) {
            int way = words.below(100);
            if (way < 5) {
                transaction(words, sentences, steps);
            } else if (way < 8) {
                sentences.of(words.of(forms)).forEach(step -> steps.add(aboutKeys(words, step)));
            } else if (way < 20) {
                sentences.of(words.of(forms)).forEach(step -> steps.add(inScript(words, step)));
            } else {
                steps.addAll(sentences.of(words.of(forms)));
            }
        }
        return steps;
    }

    private void transaction(Words words, Sentences sentences, List<Step> steps) {
        steps.add(Step.of("MULTI"));
        for (int i = words.below(5); i >= 0; i--) {
            steps.addAll(sentences.of(words.of(forms)));
        }
        steps.add(Step.of(words.chance(90) ? "EXEC" : "DISCARD"));
    }

    private static Step aboutKeys(Words words, Step step) {
        List<String> said = new ArrayList<>(List.of("COMMAND", words.chance(50) ? "GETKEYS" : "GETKEYSANDFLAGS"));
        said.addAll(step.words());
        return new Step(said);
    }

    private static Step inScript(Words words, Step step) {
        List<String> said = new ArrayList<>(List.of("EVAL", words.of(RUNNING), "0"));
        said.addAll(step.words());
        return new Step(0, said, step.words());
    }

    /** What is chosen from, each as often as its weight says. */
    List<Grammar.Form> forms() {
        return forms;
    }
}
