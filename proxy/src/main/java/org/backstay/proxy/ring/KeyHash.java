package org.backstay.proxy.ring;

import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.getUnsignedShort;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The hash functions of a pool's {@code hash:} key. They are those of libmemcached as twemproxy 0.5 has them, with what a key
 * placed by them depends on: several read bytes as signed, {@code fnv1a_64} keeps only 32 bits all along, {@code crc32} gives
 * 15 bits and {@code crc16} never drops its upper half.
 */
public enum KeyHash {
    /** Bob Jenkins's one-at-a-time hash. */
    ONE_AT_A_TIME {
        @Override
        public int hash(long address, int length) {
            int value = 0;
            for (int i = 0; i < length; i++) {
                value += getByte(address + i);
                value += value << 10;
                value ^= value >>> 6;
            }
            value += value << 3;
            value ^= value >>> 11;
            return value + (value << 15);
        }
    },
    /** The first four bytes of MD5, the lowest first. */
    MD5 {
        @Override
        public int hash(long address, int length) {
            return Md5.words(address, length)[0];
        }
    },
    /** CRC-16/XMODEM, with a register of 32 bits. */
    CRC16 {
        @Override
        public int hash(long address, int length) {
            int crc = 0;
            for (int i = 0; i < length; i++) {
                crc = (crc << 8) ^ CrcTables.CRC16[((crc >>> 8) ^ getByte(address + i)) & 0xff];
            }
            return crc;
        }
    },
    /** Fifteen bits from the middle of CRC-32, as libmemcached takes them. */
    CRC32 {
        @Override
        public int hash(long address, int length) {
            return (CrcTables.crc32(address, length) >>> 16) & 0x7fff;
        }
    },
    /** CRC-32 as everyone else has it. */
    CRC32A {
        @Override
        public int hash(long address, int length) {
            return CrcTables.crc32(address, length);
        }
    },
    /** FNV-1 of 64 bits, the lower half. */
    FNV1_64 {
        @Override
        public int hash(long address, int length) {
            long hash = FNV_64_START;
            for (int i = 0; i < length; i++) {
                hash = (hash * FNV_64_PRIME) ^ getByte(address + i);
            }
            return (int) hash;
        }
    },
    /** FNV-1a with the 64-bit constants cut to 32 bits; the default. */
    FNV1A_64 {
        @Override
        public int hash(long address, int length) {
            int hash = (int) FNV_64_START;
            for (int i = 0; i < length; i++) {
                hash = (hash ^ getByte(address + i)) * (int) FNV_64_PRIME;
            }
            return hash;
        }
    },
    /** FNV-1 of 32 bits. */
    FNV1_32 {
        @Override
        public int hash(long address, int length) {
            int hash = FNV_32_START;
            for (int i = 0; i < length; i++) {
                hash = (hash * FNV_32_PRIME) ^ getByte(address + i);
            }
            return hash;
        }
    },
    /** FNV-1a of 32 bits. */
    FNV1A_32 {
        @Override
        public int hash(long address, int length) {
            int hash = FNV_32_START;
            for (int i = 0; i < length; i++) {
                hash = (hash ^ getByte(address + i)) * FNV_32_PRIME;
            }
            return hash;
        }
    },
    /** Paul Hsieh's SuperFastHash; a third byte left over counts as signed. */
    HSIEH {
        @Override
        public int hash(long address, int length) {
            int hash = 0;
            long at = address;
            for (int words = length >>> 2; words > 0; words--, at += 4) {
                hash += getUnsignedShort(at);
                hash = (hash << 16) ^ ((getUnsignedShort(at + 2) << 11) ^ hash);
                hash += hash >>> 11;
            }
            return length == 0 ? 0 : avalanche(rest(hash, at, length & 3));
        }

        private static int rest(int before, long at, int length) {
            int hash = before;
            switch (length) {
                case 3 -> {
                    hash += getUnsignedShort(at);
                    hash ^= hash << 16;
                    hash ^= getByte(at + 2) << 18;
                    hash += hash >>> 11;
                }
                case 2 -> {
                    hash += getUnsignedShort(at);
                    hash ^= hash << 11;
                    hash += hash >>> 17;
                }
                case 1 -> {
                    hash += getUnsignedByte(at);
                    hash ^= hash << 10;
                    hash += hash >>> 1;
                }
                default -> {}
            }
            return hash;
        }

        private static int avalanche(int before) {
            int hash = before;
            hash ^= hash << 3;
            hash += hash >>> 5;
            hash ^= hash << 4;
            hash += hash >>> 17;
            hash ^= hash << 25;
            return hash + (hash >>> 6);
        }
    },
    /** MurmurHash2 with a seed made from the length. */
    MURMUR {
        private static final int M = 0x5bd1e995;

        @Override
        public int hash(long address, int length) {
            int hash = (0xdeadbeef * length) ^ length;
            long at = address;
            int left = length;
            for (; left >= 4; left -= 4, at += 4) {
                int k = getInt(at) * M;
                hash = (hash * M) ^ ((k ^ (k >>> 24)) * M);
            }
            if (left > 0) {
                for (int i = left - 1; i >= 0; i--) {
                    hash ^= getUnsignedByte(at + i) << (8 * i);
                }
                hash *= M;
            }
            hash ^= hash >>> 13;
            hash *= M;
            return hash ^ (hash >>> 15);
        }
    },
    /** Bob Jenkins's lookup3. */
    JENKINS {
        @Override
        public int hash(long address, int length) {
            return Lookup3.hash(address, length);
        }
    };

    private static final long FNV_64_START = 0xcbf29ce484222325L;
    private static final long FNV_64_PRIME = 0x100000001b3L;
    private static final int FNV_32_START = (int) 2_166_136_261L;
    private static final int FNV_32_PRIME = 16_777_619;

    /** Hashes the bytes of a key; the 32 bits of the result are to be read as unsigned. */
    public abstract int hash(long address, int length);

    /** The name in the configuration file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The function of this name in the configuration file. */
    public static Optional<KeyHash> of(String word) {
        return Arrays.stream(values()).filter(hash -> hash.word().equals(word)).findFirst();
    }
}
