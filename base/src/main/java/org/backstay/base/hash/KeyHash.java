package org.backstay.base.hash;

import org.jspecify.annotations.Nullable;

/** The hash functions that a pool of the sharding proxy may name; each gives the 32 bits that nutcracker 0.5 computes. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public enum KeyHash {
    ONE_AT_A_TIME,
    MD5,
    CRC16,
    CRC32,
    CRC32A,
    FNV1_64,
    FNV1A_64,
    FNV1_32,
    FNV1A_32,
    HSIEH,
    MURMUR,
    JENKINS;

    /** The name in nutcracker.yml. */
    public String configName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The function of that name in nutcracker.yml, or null. */
    public static @Nullable KeyHash named(String configName) {
        for (KeyHash hash : values()) {
            if (hash.configName().equals(configName)) {
                return hash;
            }
        }
        return null;
    }

    /** The hash of bytes on the heap, unsigned. */
    public int hash(byte[] key) {
        throw new UnsupportedOperationException();
    }

    /** The hash of bytes outside the heap, unsigned. */
    public int hash(long address, int length) {
        throw new UnsupportedOperationException();
    }
}
