package org.backstay.redis.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.backstay.config.ValueType;

/** The value of {@code notify-keyspace-events}: letters in any order, shown in a fixed one, {@code A} for most of them. */
final class EventClassesType implements ValueType<Set<EventClass>> {
    private static final Set<EventClass> ALL = all();

    private static Set<EventClass> all() {
        EnumSet<EventClass> all = EnumSet.allOf(EventClass.class);
        all.removeIf(kind -> !kind.isInAll());
        return all;
    }

    @Override
    public Set<EventClass> read(List<String> words, Set<EventClass> before) {
        EnumSet<EventClass> classes = EnumSet.noneOf(EventClass.class);
        for (char letter : String.join("", words).toCharArray()) {
            if (letter == 'A') {
                classes.addAll(ALL);
            } else {
                classes.add(named(letter));
            }
        }
        return Collections.unmodifiableSet(classes);
    }

    private static EventClass named(char letter) {
        for (EventClass kind : EventClass.values()) {
            if (kind.letter() == letter) {
                return kind;
            }
        }
        throw new IllegalArgumentException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
    }

    @Override
    public String show(Set<EventClass> classes) {
        boolean all = classes.containsAll(ALL);
        StringBuilder letters = new StringBuilder(all ? "A" : "");
        for (EventClass kind : EventClass.values()) {
            boolean said = all && (kind.isInAll() || kind == EventClass.NEW);
            if (classes.contains(kind) && !said) {
                letters.append(kind.letter());
            }
        }
        return letters.toString();
    }

    @Override
    public List<String> lines(Set<EventClass> classes) {
        return List.of('"' + show(classes) + '"');
    }

    @Override
    public String expected() {
        return "letters of Ag$lshzxeKEtmdn";
    }
}
