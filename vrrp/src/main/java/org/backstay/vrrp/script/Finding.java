package org.backstay.vrrp.script;

/**
 * What is to be said about a program before it is run.
 *
 * @param verdict whether it runs
 * @param why in the original's words; empty when all is well
 */
public record Finding(Verdict verdict, String why) {
    /** Whether a program runs. */
    public enum Verdict {
        /** It does. */
        FINE,
        /** It does, although others than root can change what root runs: script security is not enabled. */
        UNSAFE,
        /** It must not. */
        REFUSED,
        /** It can't be found. */
        MISSING,
        /** Its user can't run it, or is nobody. */
        UNUSABLE
    }

    /** All is well. */
    public static final Finding FINE = new Finding(Verdict.FINE, "");

    /** Whether it may be run. */
    public boolean runs() {
        return verdict == Verdict.FINE || verdict == Verdict.UNSAFE;
    }

    static Finding unusable(String why) {
        return new Finding(Verdict.UNUSABLE, why);
    }

    static Finding missing(String why) {
        return new Finding(Verdict.MISSING, why);
    }
}
