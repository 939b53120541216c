package org.backstay.persistence.rdb;

/** The bytes that stand where a value's type could, and say something else. */
final class RdbOpcode {
    static final int FUNCTION_2 = 245;
    static final int FUNCTION_PRE_GA = 246;
    static final int MODULE_AUX = 247;
    static final int IDLE = 248;
    static final int FREQUENCY = 249;
    static final int AUX = 250;
    static final int RESIZE_DB = 251;
    static final int EXPIRE_MS = 252;
    static final int EXPIRE_SECONDS = 253;
    static final int SELECT_DB = 254;
    static final int EOF = 255;

    /** Only opcodes are this large. */
    static final int FIRST = FUNCTION_2;

    private RdbOpcode() {}
}
