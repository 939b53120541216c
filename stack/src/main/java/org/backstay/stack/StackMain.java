package org.backstay.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.backstay.node.Log;
import org.backstay.node.Node;
import org.backstay.node.log.NettyLogs;
import org.backstay.node.log.PlainLog;
import org.backstay.node.log.StandardOutput;
import org.backstay.node.machine.Machine;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.backstay.stack.topology.Topology;

/** Where up, down, status and drill begin: the command and its arguments in, its exit code out. Runs on the main thread. */
public final class StackMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private StackMain() {}

    /**
     * Runs the program until it ends.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        String command = args[0];
        List<String> words = Arrays.asList(args).subList(1, args.length);
        if (words.contains("--help") || words.contains("-h")) {
            usage(command, System.out);
            return DONE;
        }
        try {
            return run(command, StackArguments.parse(command, words));
        } catch (StackArguments.UsageException e) {
            System.err.println("backstay " + command + ": " + e.getMessage());
            return WRONG_USAGE;
        } catch (StackException | IOException e) {
            System.err.println("backstay " + command + ": " + e.getMessage());
            return FAILED;
        }
    }

    private static int run(String command, StackArguments arguments) throws IOException {
        Topology topology = Topology.standard(arguments.folder());
        return switch (command) {
            case "up" -> new UpCommand(arguments, topology, System.out).run();
            case "down" -> new DownCommand(topology, System.out).run();
            case "status" -> status(arguments, topology);
            case "drill" -> new DrillCommand(arguments, System.out).run();
            default -> throw new StackArguments.UsageException("no such command");
        };
    }

    private static int status(StackArguments arguments, Topology topology) {
        Log log = new PlainLog(Machine.clock(), new StandardOutput(), Log.Level.WARNING);
        NettyLogs.to(log);
        try (Loops loops = new Loops(Transports.choose("nio", log), "status", 1)) {
            Node node = Machine.node("status", loops, log);
            return new StatusCommand(arguments, topology, System.out).run(node);
        }
    }

    private static void usage(String command, PrintStream out) {
        out.println(
                switch (command) {
                    case "up" -> "usage: backstay up [--dir DIR] [--detach]";
                    case "down" -> "usage: backstay down [--dir DIR]";
                    case "status" -> "usage: backstay status [--dir DIR] [--json]";
                    default -> "usage: backstay drill [--dir DIR [--yes]] [--rounds N] [--json FILE]";
                });
    }
}
