package org.backstay.redis.config;

import java.util.ArrayList;
import java.util.List;
import org.backstay.config.ValueType;

/** The value of {@code shutdown-on-sigterm} and {@code shutdown-on-sigint}: the options of SHUTDOWN, or {@code default} for none. */
final class ShutdownOptionsType implements ValueType<ShutdownOptions> {
    private static final String NONE = "default";

    @Override
    public ShutdownOptions read(List<String> words, ShutdownOptions before) {
        ShutdownOptions options = ShutdownOptions.STANDARD;
        for (String word : words) {
            options = word.equalsIgnoreCase(NONE) ? options : options.with(word);
        }
        return options;
    }

    @Override
    public boolean isMany() {
        return true;
    }

    @Override
    public ShutdownOptions set(String text, ShutdownOptions before) {
        return read(List.of(text.trim().split("\\s+")), before);
    }

    @Override
    public String show(ShutdownOptions options) {
        List<String> words = new ArrayList<>();
        switch (options.save()) {
            case YES -> words.add("save");
            case NO -> words.add("nosave");
            case AS_CONFIGURED -> {}
        }
        if (options.now()) {
            words.add("now");
        }
        if (options.force()) {
            words.add("force");
        }
        return words.isEmpty() ? NONE : String.join(" ", words);
    }

    @Override
    public List<String> lines(ShutdownOptions options) {
        return List.of(show(options));
    }

    @Override
    public String expected() {
        return "default, or some of save, nosave, now, force";
    }
}
