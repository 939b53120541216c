package org.backstay.launcher;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The one entry point of the jar: {@code [--debug] PROGRAM ARGS}. Exit codes: 0 done, 1 failed, 2 wrong usage. A program
 * that fails says so in one line on standard error; {@code --debug} adds the stack trace.
 */
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private Main() {}

    /** Runs the program named by the first argument and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        boolean debug = args.length > 0 && args[0].equals("--debug");
        String[] words = debug ? Arrays.copyOfRange(args, 1, args.length) : args;
        if (words.length == 0 || words[0].equals("--help") || words[0].equals("help")) {
            list(out);
            return DONE;
        }
        Optional<Program> program = Program.named(words[0]);
        if (program.isEmpty()) {
            err.println("backstay: no program is called '" + words[0] + "'; ./backstay without arguments lists them");
            return WRONG_USAGE;
        }
        return run(program.get().call(Arrays.copyOfRange(words, 1, words.length)), debug, err);
    }

    private static int run(Program.Call call, boolean debug, PrintStream err) {
        try {
            return call.program().run(call.args());
        } catch (RuntimeException | Error failure) {
            err.println(call.program().word() + ": " + reason(failure));
            if (debug) {
                failure.printStackTrace(err);
            }
            return FAILED;
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static void list(PrintStream out) {
        out.println("usage: backstay [--debug] PROGRAM [ARGUMENTS]");
        for (Program program : Program.values()) {
            out.printf("  %-15s %s%n", program.word(), program.line());
        }
    }
}
