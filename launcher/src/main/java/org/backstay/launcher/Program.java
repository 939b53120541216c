package org.backstay.launcher;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.backstay.proxy.NutcrackerMain;
import org.backstay.redis.RedisServerMain;
import org.backstay.redis.restore.RestoreMain;
import org.backstay.sentinel.SentinelMain;
import org.backstay.stack.StackMain;
import org.backstay.vrrp.KeepalivedMain;

/** The programs that this jar holds: the word that starts each, what it is, and where it begins. */
enum Program {
    REDIS_SERVER("redis-server", "the Redis server: [CONFIG-FILE] [--directive value ...]", RedisServerMain::run),
    REDIS_SENTINEL(
            "redis-sentinel", "watches masters, fails over: CONFIG-FILE [--directive value ...]", SentinelMain::run),
    NUTCRACKER(
            "nutcracker",
            "the sharding proxy: -c CONFIG-FILE [-t] [-d] [-p PID-FILE] [-o LOG-FILE]",
            NutcrackerMain::run),
    KEEPALIVED(
            "keepalived",
            "the virtual address: [-f CONFIG-FILE] [-t] [-n] [-l] [-D] [-p PID-FILE]",
            KeepalivedMain::run),
    REDIS_RESTORE(
            "redis-restore",
            "goes back in time: --from DIR --list, or --from DIR --to OFFSET|TIME --into NEW-DIR",
            RestoreMain::run),
    UP("up", "starts a topology and watches it: [--dir DIR] [--detach]", stack("up")),
    DOWN("down", "stops a detached topology: [--dir DIR]", stack("down")),
    STATUS("status", "tells each node's role, offset and lag: [--dir DIR]", stack("status")),
    DRILL("drill", "kills a master under load and reports what it cost: [--dir DIR] [--json FILE]", stack("drill"));

    private final String word;
    private final String line;
    private final ToIntFunction<String[]> entry;

    Program(String word, String line, ToIntFunction<String[]> entry) {
        this.word = word;
        this.line = line;
        this.entry = entry;
    }

    /** The name on the command line. */
    String word() {
        return word;
    }

    /** What the program is, in one line. */
    String line() {
        return line;
    }

    /** Runs the program until it ends; returns its exit code. */
    int run(String[] args) {
        return entry.applyAsInt(args);
    }

    static Optional<Program> named(String word) {
        return Arrays.stream(values()).filter(p -> p.word.equals(word)).findFirst();
    }

    /** The program meant by a name and its arguments: a redis-server asked for {@code --sentinel} is a sentinel. */
    Call call(String[] args) {
        if (this != REDIS_SERVER || !Arrays.asList(args).contains("--sentinel")) {
            return new Call(this, args);
        }
        String[] rest = Arrays.stream(args).filter(a -> !a.equals("--sentinel")).toArray(String[]::new);
        return new Call(REDIS_SENTINEL, rest);
    }

    private static ToIntFunction<String[]> stack(String command) {
        return args -> {
            String[] all = new String[args.length + 1];
            all[0] = command;
            System.arraycopy(args, 0, all, 1, args.length);
            return StackMain.run(all);
        };
    }

    /** A program and what it is given. */
    record Call(Program program, String[] args) {}
}
