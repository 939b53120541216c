package org.backstay.resp.command;

import java.util.Locale;
import java.util.Set;

/**
 * Where some of a command's keys are, and what the command does to them; the form of {@code COMMAND INFO}: first find where to begin, then
 * count from there.
 *
 * @param notes a remark, mostly empty
 * @param flags what happens to the keys
 * @param begin where to begin
 * @param find which arguments from there on are keys
 */
public record KeySpec(String notes, Set<Flag> flags, Begin begin, Find find) {
    /** What happens to a key; the wire names are these names (lower case for those after RM). */
    public enum Flag {
        /** Reads only. */
        RO("RO"),
        /** Reads and writes. */
        RW("RW"),
        /** Overwrites without reading. */
        OW("OW"),
        /** Removes. */
        RM("RM"),
        /** Its data reaches the client. */
        ACCESS("access"),
        /** Its data is changed. */
        UPDATE("update"),
        /** Data is added to it. */
        INSERT("insert"),
        /** Data is deleted from it. */
        DELETE("delete"),
        /** Not a key, though it is routed like one. */
        NOT_KEY("not_key"),
        /** There may be more keys than these. */
        INCOMPLETE("incomplete"),
        /** The flags depend on the arguments. */
        VARIABLE_FLAGS("variable_flags");

        private final String wireName;

        Flag(String wireName) {
            this.wireName = wireName;
        }

        /** The name in {@code COMMAND INFO}. */
        public String wireName() {
            return wireName;
        }
    }

    /** Where to begin. */
    public sealed interface Begin {
        /** At this argument; the command's name is 0. */
        record Index(int position) implements Begin {}

        /** After this word, looked for from an argument on; a negative one counts from the end and looks backwards. */
        record Keyword(String word, String lowercase, int startFrom) implements Begin {
            /** With the word as the original shows it. */
            public Keyword(String word, int startFrom) {
                this(word, word.toLowerCase(Locale.ROOT), startFrom);
            }
        }

        /** Can't be said. */
        record Unknown() implements Begin {}
    }

    /** Which arguments are keys, relative to the beginning. */
    public sealed interface Find {
        /**
         * Every {@code step}-th argument up to {@code lastKey} (relative; negative counts from the end of the command). With {@code lastKey} -1 and a
         * {@code limit} above 1, only the first one in {@code limit} parts of what is left.
         */
        record Range(int lastKey, int step, int limit) implements Find {}

        /** As many as the number at {@code countAt} says, from {@code firstKey} on. */
        record Counted(int countAt, int firstKey, int step) implements Find {}

        /** Can't be said. */
        record Unknown() implements Find {}
    }
}
