package org.backstay.stack;

/** Where up, down, status and drill begin: the command and its arguments in, its exit code out. */
public final class StackMain {
    private StackMain() {}

    /**
     * Runs the program until it ends.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        System.err.println(args[0] + ": not part of this build yet");
        return 1;
    }
}
