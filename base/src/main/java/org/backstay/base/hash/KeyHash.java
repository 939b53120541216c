package org.backstay.base.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.zip.CRC32;
import org.backstay.base.memory.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * The hash functions that a pool of the sharding proxy may name; each gives the 32 bits that nutcracker 0.5 computes on x86-64, so that every
 * key stays where it is. Where nutcracker departs from a function's public definition, the constant says how. Stateless, of any thread.
 *
 * <p>What is common to several: nutcracker reads keys as C's signed {@code char}, so bytes from 128 on come in as negative numbers.
 */
public enum KeyHash {
    /** Jenkins's one-at-a-time, over signed bytes. */
    ONE_AT_A_TIME {
        @Override
        int of(Bytes key) {
            int hash = 0;
            for (int i = 0; i < key.length(); i++) {
                hash += key.at(i);
                hash += hash << 10;
                hash ^= hash >>> 6;
            }
            hash += hash << 3;
            hash ^= hash >>> 11;
            return hash + (hash << 15);
        }
    },
    /** The first four bytes of the MD5 digest, little-endian. */
    MD5 {
        @Override
        int of(Bytes key) {
            return (int) md5(key.toArray());
        }
    },
    /** XMODEM's CRC16, but never cut down to 16 bits: what is shifted out stays above them. */
    CRC16 {
        @Override
        int of(Bytes key) {
            int crc = 0;
            for (int i = 0; i < key.length(); i++) {
                crc = crc << 8 ^ (Crc16.TABLE[(crc >>> 8 ^ key.at(i)) & 0xff] & 0xffff);
            }
            return crc;
        }
    },
    /** Bits 16 to 30 of the common CRC32, as libmemcached takes them. */
    CRC32 {
        @Override
        int of(Bytes key) {
            return crc32(key) >>> 16 & 0x7fff;
        }
    },
    /** The common CRC32, whole. */
    CRC32A {
        @Override
        int of(Bytes key) {
            return crc32(key);
        }
    },
    /** The low half of 64-bit FNV-1 over signed bytes; the high half never reaches it, so it is not computed. */
    FNV1_64 {
        @Override
        int of(Bytes key) {
            int hash = FNV_64_START;
            for (int i = 0; i < key.length(); i++) {
                hash *= FNV_64_PRIME;
                hash ^= key.at(i);
            }
            return hash;
        }
    },
    /** FNV-1a with the low halves of the 64-bit constants, over signed bytes. */
    FNV1A_64 {
        @Override
        int of(Bytes key) {
            int hash = FNV_64_START;
            for (int i = 0; i < key.length(); i++) {
                hash ^= key.at(i);
                hash *= FNV_64_PRIME;
            }
            return hash;
        }
    },
    /** 32-bit FNV-1 over signed bytes. */
    FNV1_32 {
        @Override
        int of(Bytes key) {
            int hash = FNV_32_START;
            for (int i = 0; i < key.length(); i++) {
                hash *= FNV_32_PRIME;
                hash ^= key.at(i);
            }
            return hash;
        }
    },
    /** 32-bit FNV-1a over signed bytes. */
    FNV1A_32 {
        @Override
        int of(Bytes key) {
            int hash = FNV_32_START;
            for (int i = 0; i < key.length(); i++) {
                hash ^= key.at(i);
                hash *= FNV_32_PRIME;
            }
            return hash;
        }
    },
    /** Hsieh's SuperFastHash, starting at 0 rather than at the length; the last byte of three is signed. */
    HSIEH {
        @Override
        int of(Bytes key) {
            return Hsieh.hash(key);
        }
    },
    /** MurmurHash2, seeded with the length times 0xdeadbeef. */
    MURMUR {
        @Override
        int of(Bytes key) {
            return Murmur2.hash(key, 0xdeadbeef * key.length());
        }
    },
    /** Jenkins's lookup3 (hashlittle) with the initial value 13. */
    JENKINS {
        @Override
        int of(Bytes key) {
            return Lookup3.hash(key, 13);
        }
    };

    private static final int FNV_64_START = (int) 0xcbf29ce484222325L;
    private static final int FNV_64_PRIME = (int) 0x100000001b3L;
    private static final int FNV_32_START = (int) 2166136261L;
    private static final int FNV_32_PRIME = 16777619;

    private final String configName = name().toLowerCase(Locale.ROOT);

    /** The name in nutcracker.yml. */
    public String configName() {
        return configName;
    }

    /** The function of that name in nutcracker.yml, or null. */
    public static @Nullable KeyHash named(String configName) {
        for (KeyHash hash : values()) {
            if (hash.configName.equals(configName)) {
                return hash;
            }
        }
        return null;
    }

    /** The hash of bytes on the heap, to be read as unsigned. */
    public int hash(byte[] key) {
        return of(new Bytes.OnHeap(key));
    }

    /** The hash of bytes outside the heap, to be read as unsigned. */
    public int hash(long address, int length) {
        return of(new Bytes.OffHeap(address, length));
    }

    abstract int of(Bytes key);

    /** The first eight bytes of an MD5 digest, little-endian. */
    static long md5(byte[] bytes) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
        long word = 0;
        for (int i = 7; i >= 0; i--) {
            word = word << 8 | (digest[i] & 0xff);
        }
        return word;
    }

    private static int crc32(Bytes key) {
        CRC32 crc = new CRC32();
        crc.update(key.toArray());
        return (int) crc.getValue();
    }

    /** A key wherever it lies; short-lived, so that it costs no memory once compiled. */
    sealed interface Bytes {
        int length();

        /** The signed byte at a place. */
        byte at(int i);

        byte[] toArray();

        /** The byte at a place as 0 to 255. */
        default int unsigned(int i) {
            return at(i) & 0xff;
        }

        /** The two bytes at a place, little-endian. */
        default int two(int i) {
            return unsigned(i) | unsigned(i + 1) << 8;
        }

        /** The four bytes at a place, little-endian. */
        default int four(int i) {
            return two(i) | two(i + 2) << 16;
        }

        /** A Java array. */
        record OnHeap(byte[] bytes) implements Bytes {
            @Override
            public int length() {
                return bytes.length;
            }

            @Override
            public byte at(int i) {
                return bytes[i];
            }

            @Override
            public byte[] toArray() {
                return bytes;
            }
        }

        /** Memory by its address. */
        record OffHeap(long address, int length) implements Bytes {
            @Override
            public byte at(int i) {
                return NativeMemory.getByte(address + i);
            }

            @Override
            public byte[] toArray() {
                return NativeMemory.toArray(address, length);
            }
        }
    }
}
