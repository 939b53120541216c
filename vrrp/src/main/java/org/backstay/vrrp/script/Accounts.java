package org.backstay.vrrp.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.backstay.node.Disk;
import org.jspecify.annotations.Nullable;

/** The machine's users and groups at one time, as its files name them. Immutable; of any thread. */
public final class Accounts {
    private static final Path USERS = Path.of("/etc/passwd");
    private static final Path GROUPS = Path.of("/etc/group");
    private static final int NUMBER = 2;
    private static final int PRIMARY_GROUP = 3;

    private final Map<String, Identity> users = new HashMap<>();
    private final Map<String, Integer> groups = new HashMap<>();

    /**
     * Under whom a program runs.
     *
     * @param user the kernel's number of the user
     * @param group the kernel's number of the group
     */
    public record Identity(int user, int group) {
        /** Who may do everything. */
        public static final Identity ROOT = new Identity(0, 0);

        /** As {@code 0:0}. */
        @Override
        public String toString() {
            return user + ":" + group;
        }
    }

    private Accounts() {}

    /** Reads them; what can't be read is as if it were empty. */
    public static Accounts read(Disk disk) {
        Accounts accounts = new Accounts();
        lines(
                disk,
                USERS,
                PRIMARY_GROUP,
                parts -> accounts.users.put(
                        parts[0],
                        new Identity(Integer.parseInt(parts[NUMBER]), Integer.parseInt(parts[PRIMARY_GROUP]))));
        lines(disk, GROUPS, NUMBER, parts -> accounts.groups.put(parts[0], Integer.valueOf(parts[NUMBER])));
        return accounts;
    }

    private interface Line {
        void read(String[] parts);
    }

    private static void lines(Disk disk, Path file, int lastNumber, Line line) {
        String text;
        try {
            text = new String(disk.readAll(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return;
        }
        text.lines()
                .map(each -> each.split(":", -1))
                .filter(parts -> parts.length > lastNumber
                        && parts[NUMBER].matches("\\d{1,9}")
                        && parts[lastNumber].matches("\\d{1,9}"))
                .forEach(line::read);
    }

    /** Whether there is a user of this name. */
    boolean knows(String user) {
        return users.containsKey(user);
    }

    /** The user of a name with its own group; null when there is none. */
    @Nullable
    Identity user(String name) {
        return users.get(name);
    }

    /** The number of a group; null when there is none of this name. */
    @Nullable
    Integer group(String name) {
        return groups.get(name);
    }
}
