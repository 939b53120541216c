package org.backstay.scripting;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a script or a function declares about itself. */
public enum ScriptFlag {
    /** It changes nothing, so replicas and full servers run it. */
    NO_WRITES,
    /** It may run when memory is full. */
    ALLOW_OOM,
    /** It may run on a replica that has lost its master. */
    ALLOW_STALE,
    /** It must not run in a cluster. */
    NO_CLUSTER,
    /** It reads keys of several slots of a cluster. */
    ALLOW_CROSS_SLOT_KEYS;

    /** The word for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The flag of this word, exactly; null for an unknown one. */
    public static @Nullable ScriptFlag of(String word) {
        for (ScriptFlag flag : values()) {
            if (flag.word().equals(word)) {
                return flag;
            }
        }
        return null;
    }
}
