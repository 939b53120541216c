package org.backstay.vrrp.config;

import java.util.List;
import org.backstay.config.Block;

/** The blocks {@code track_script}, {@code track_interface} and their like: a name a line, with a weight. */
final class TrackedLines {
    static final int MOST_WEIGHT = 254;

    private TrackedLines() {}

    static void read(Tracked.Kind kind, Words words, List<Tracked> into) {
        for (Block line : words.block().body()) {
            into.add(tracked(kind, new Words(line, words.diagnostics())));
        }
    }

    private static Tracked tracked(Tracked.Kind kind, Words words) {
        String name = words.statement().name();
        Integer weight = null;
        boolean reverse = false;
        for (int i = 1; i <= words.count(); i++) {
            switch (words.statement().argument(i)) {
                case "weight" -> weight = words.integer(++i, -MOST_WEIGHT, MOST_WEIGHT, 0);
                case "reverse" -> reverse = true;
                case "noreverse", "no_reverse" -> reverse = false;
                default ->
                    words.fault("unknown track " + kind.word() + " option '"
                            + words.statement().argument(i) + "'");
            }
        }
        return new Tracked(kind, name, weight, reverse);
    }
}
