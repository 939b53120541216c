package org.backstay.redis.config;

import java.util.List;
import org.backstay.config.ValueType;

/** A file's permissions in octal, {@code 0} to {@code 777}. */
record FileModeType() implements ValueType<Integer> {
    private static final int OCTAL = 8;
    private static final int ALL = 0777;

    @Override
    public Integer read(List<String> words, Integer before) {
        if (words.size() != 1) {
            throw new IllegalArgumentException("wrong number of arguments");
        }
        int mode = parse(words.getFirst());
        if (mode < 0 || mode > ALL) {
            throw new IllegalArgumentException("argument must be between 0 and 777 inclusive");
        }
        return mode;
    }

    private static int parse(String word) {
        try {
            return Integer.parseInt(word, OCTAL);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("argument couldn't be parsed as an octal number", e);
        }
    }

    @Override
    public String show(Integer mode) {
        return Integer.toOctalString(mode);
    }

    @Override
    public List<String> lines(Integer mode) {
        return List.of(show(mode));
    }

    @Override
    public String expected() {
        return "an octal number up to 777";
    }
}
