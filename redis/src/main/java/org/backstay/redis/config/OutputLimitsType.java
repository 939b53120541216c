package org.backstay.redis.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.backstay.config.MemorySize;
import org.backstay.config.ValueType;

/** {@code normal 0 0 0 replica 256mb 64mb 60}: a class of clients and its three limits, several times; classes that are not named stay. */
final class OutputLimitsType implements ValueType<OutputLimits> {
    private static final int WORDS = 4;

    @Override
    public OutputLimits read(List<String> words, OutputLimits before) {
        if (words.isEmpty() || words.size() % WORDS != 0) {
            throw new IllegalArgumentException("Wrong number of arguments in buffer limit configuration.");
        }
        OutputLimits limits = before;
        for (int i = 0; i < words.size(); i += WORDS) {
            limits = with(limits, words.get(i), words.subList(i + 1, i + WORDS));
        }
        return limits;
    }

    private static OutputLimits with(OutputLimits limits, String kind, List<String> words) {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "normal" -> new OutputLimits(limit(words), limits.replica(), limits.pubSub());
            case "replica", "slave" -> new OutputLimits(limits.normal(), limit(words), limits.pubSub());
            case "pubsub" -> new OutputLimits(limits.normal(), limits.replica(), limit(words));
            default ->
                throw new IllegalArgumentException("Invalid client class specified in buffer limit configuration.");
        };
    }

    private static OutputLimit limit(List<String> words) {
        try {
            int seconds = Integer.parseInt(words.get(2));
            long hard = MemorySize.parse(words.get(0));
            long soft = MemorySize.parse(words.get(1));
            if (hard >= 0 && soft >= 0 && seconds >= 0) {
                return new OutputLimit(hard, soft, seconds);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(error(), e);
        }
        throw new IllegalArgumentException(error());
    }

    private static String error() {
        return "Error in hard, soft or soft_seconds setting in buffer limit configuration.";
    }

    @Override
    public boolean isMany() {
        return true;
    }

    @Override
    public OutputLimits set(String text, OutputLimits before) {
        return text.isBlank() ? before : read(List.of(text.trim().split("\\s+")), before);
    }

    @Override
    public String show(OutputLimits limits) {
        return "normal " + show(limits.normal()) + " slave " + show(limits.replica()) + " pubsub "
                + show(limits.pubSub());
    }

    private static String show(OutputLimit limit) {
        return limit.hard() + " " + limit.soft() + " " + limit.softSeconds();
    }

    @Override
    public List<String> lines(OutputLimits limits) {
        List<String> lines = new ArrayList<>();
        addChanged("normal", limits.normal(), OutputLimits.STANDARD.normal(), lines);
        addChanged("replica", limits.replica(), OutputLimits.STANDARD.replica(), lines);
        addChanged("pubsub", limits.pubSub(), OutputLimits.STANDARD.pubSub(), lines);
        return lines;
    }

    private static void addChanged(String kind, OutputLimit limit, OutputLimit standard, List<String> to) {
        if (!limit.equals(standard)) {
            to.add(kind + " " + MemorySize.format(limit.hard()) + " " + MemorySize.format(limit.soft()) + " "
                    + limit.softSeconds());
        }
    }

    @Override
    public String expected() {
        return "normal, replica or pubsub, then hard limit, soft limit and seconds; several times";
    }
}
