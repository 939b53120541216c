package org.backstay.scripting.library;

/** What {@code cjson}'s own functions set. Of one {@code cjson} table, and of the loop that owns the Lua state. */
final class JsonSettings {
    boolean sparseConvert;
    int sparseRatio = 2;
    int sparseSafe = 10;
    int encodeDepth = 1_000;
    int decodeDepth = 1_000;

    /** 0: not a number is an error; 1: written as it is; 2: written as null. */
    int encodeInvalidNumbers;

    boolean decodeInvalidNumbers = true;
    boolean keepBuffer = true;
    int precision = 14;
}
