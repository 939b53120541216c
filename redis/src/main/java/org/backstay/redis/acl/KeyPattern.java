package org.backstay.redis.acl;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.backstay.base.bytes.Glob;
import org.backstay.resp.command.KeySpec;

/**
 * Keys that may be read, written or both. Immutable.
 *
 * @param text the pattern, a character a byte
 * @param glob the same, compiled
 * @param read whether matching keys may be read
 * @param write whether they may be written
 */
record KeyPattern(String text, Glob glob, boolean read, boolean write) {
    KeyPattern(String text, boolean read, boolean write) {
        this(text, Glob.of(text.getBytes(StandardCharsets.ISO_8859_1)), read, write);
    }

    KeyPattern and(KeyPattern more) {
        return new KeyPattern(text, glob, read || more.read, write || more.write);
    }

    /** Whether it allows this to be done to the key. */
    boolean allows(byte[] key, Set<KeySpec.Flag> done) {
        boolean reads = done.contains(KeySpec.Flag.ACCESS);
        boolean writes = done.contains(KeySpec.Flag.INSERT)
                || done.contains(KeySpec.Flag.DELETE)
                || done.contains(KeySpec.Flag.UPDATE);
        return (read || !reads) && (write || !writes) && glob.matches(key);
    }

    /** The rule that makes it. */
    String rule() {
        if (read && write) {
            return "~" + text;
        }
        return (read ? "%R~" : "%W~") + text;
    }
}
