package org.backstay.proxy;

/** Where nutcracker begins: its arguments in, its exit code out. */
public final class NutcrackerMain {
    private NutcrackerMain() {}

    /**
     * Runs the program until it ends.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        System.err.println("nutcracker: not part of this build yet");
        return 1;
    }
}
