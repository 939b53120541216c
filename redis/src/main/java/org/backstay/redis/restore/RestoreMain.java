package org.backstay.redis.restore;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import org.backstay.node.Disk;
import org.backstay.node.disk.FileDisk;
import org.backstay.persistence.log.LogArchive;
import org.backstay.persistence.log.LogArchive.Restored;
import org.backstay.persistence.log.RestorableRange;
import org.backstay.persistence.log.RestoreTarget;
import org.backstay.persistence.log.StoredBase;
import org.jspecify.annotations.Nullable;

/** Where redis-restore begins: its arguments in, its exit code out. */
public final class RestoreMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final String ROW = "%-20s %-20s %-20s %-20s %s%n";

    private final Disk disk;
    private final RestoreArguments arguments;
    private final PrintStream out;

    private RestoreMain(Disk disk, RestoreArguments arguments, PrintStream out) {
        this.disk = disk;
        this.arguments = arguments;
        this.out = out;
    }

    /**
     * Runs the program.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        return run(args, System.out, System.err);
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (Arrays.asList(args).contains("--help") || Arrays.asList(args).contains("-h")) {
            usage(out);
            return DONE;
        }
        try {
            RestoreArguments arguments = RestoreArguments.parse(Arrays.asList(args), ZoneId.systemDefault());
            new RestoreMain(new FileDisk(), arguments, out).run();
            return DONE;
        } catch (RestoreArguments.UsageException wrong) {
            err.println("redis-restore: " + wrong.getMessage());
            return WRONG_USAGE;
        } catch (NoSuchFileException gone) {
            err.println("redis-restore: " + gone.getMessage()
                    + " is gone: a running server deletes what it need not keep; try again");
            return FAILED;
        } catch (IOException failed) {
            err.println("redis-restore: " + failed.getMessage());
            return FAILED;
        }
    }

    private static void usage(PrintStream out) {
        out.println("usage: backstay redis-restore --from DIR --list");
        out.println("       backstay redis-restore --from DIR --to OFFSET|TIME --into NEW-DIR");
        out.println(
                "  DIR      the dir of a redis-server with appendonly yes, running or not; nothing is written there");
        out.println("  OFFSET   of the replication stream: everything before it is restored");
        out.println(
                "  TIME     2026-01-31T23:59:59 in this machine's zone, with Z or +02:00 in another, or @SECONDS since 1970:");
        out.println("           everything up to the end of that second is restored");
        out.println("  NEW-DIR  does not exist, or is empty; afterwards the dir of a redis-server with appendonly yes");
        out.println("  --appenddirname NAME, --appendfilename NAME   as in the server's configuration");
    }

    private void run() throws IOException {
        Path log = arguments.from().resolve(arguments.appendDirname());
        RestoreTarget to = arguments.to();
        Path into = arguments.into();
        if (to == null || into == null) {
            list(new LogArchive(disk, log, arguments.appendFilename()));
            return;
        }
        checkNew(into);
        LogArchive archive = new LogArchive(disk, log, arguments.appendFilename());
        Restored restored = archive.restore(to, into.resolve(arguments.appendDirname()));
        out.println("Restored offset " + restored.end().offset() + " of "
                + restored.end().id() + ", written at "
                + new RestoreTarget.Time(restored.seconds()) + ", into " + into + ": " + name(restored.base()) + " and "
                + restored.segments() + (restored.segments() == 1 ? " segment" : " segments"));
    }

    private void checkNew(Path into) throws IOException {
        if (into.startsWith(arguments.from())) {
            throw new IOException(into + " is in " + arguments.from() + ", where nothing is written");
        }
        if (disk.exists(into) && !disk.list(into).isEmpty()) {
            throw new IOException(into + " is not empty");
        }
    }

    private void list(LogArchive archive) throws IOException {
        out.printf(ROW, "from offset", "to offset", "from time", "to time", "starts with");
        for (RestorableRange range : archive.ranges()) {
            out.printf(
                    ROW,
                    range.from().offset(),
                    range.toOffset(),
                    new RestoreTarget.Time(range.fromSeconds()),
                    new RestoreTarget.Time(range.toSeconds()),
                    name(range.base()));
        }
    }

    private static String name(@Nullable StoredBase base) {
        return base == null ? "an empty keyspace" : base.name();
    }
}
