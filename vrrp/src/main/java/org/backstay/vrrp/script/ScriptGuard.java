package org.backstay.vrrp.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.ScriptCommand;
import org.jspecify.annotations.Nullable;

/**
 * Under whom programs run, and which do not: the original's rules. What root runs must not be in the hands of anybody else, from the
 * file up to the root of the file system; without {@code enable_script_security} that is only said. Immutable; of any thread.
 */
public final class ScriptGuard {
    private static final String STANDARD_USER = "keepalived_script";
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int SET_USER = 04000;
    private static final int SET_GROUP = 02000;
    private static final int STICKY = 01000;
    private static final int EXECUTABLE = 0111;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;

    private final Accounts accounts;
    private final boolean secure;
    private final @Nullable String defaultUser;
    private final @Nullable String defaultGroup;
    private final Accounts.Identity self;
    private final String searchPath;

    /**
     * The rules of a configuration.
     *
     * @param ownUser under whom this program runs
     * @param searchPath where programs without a path are looked for: {@code PATH}
     */
    public ScriptGuard(GlobalSettings global, Accounts accounts, String ownUser, String searchPath) {
        this.accounts = accounts;
        this.searchPath = searchPath;
        secure = global.scriptSecurity();
        String named = global.scriptUser();
        defaultUser = named == null && accounts.knows(STANDARD_USER) ? STANDARD_USER : named;
        defaultGroup = global.scriptGroup();
        Accounts.Identity own = accounts.user(ownUser);
        self = own == null ? Accounts.Identity.ROOT : own;
    }

    /** Whether what is unsafe does not run. */
    public boolean isSecure() {
        return secure;
    }

    /** Looks at a program as it is now. */
    public Finding inspect(ScriptCommand command) {
        String user = userOf(command);
        if (user == null && secure) {
            return Finding.unusable("Unable to set default user " + STANDARD_USER + " for script");
        }
        String group = groupOf(command);
        if (user != null && accounts.user(user) == null) {
            return Finding.unusable("Script user '" + user + "' does not exist");
        }
        if (group != null && accounts.group(group) == null) {
            return Finding.unusable("Script group '" + group + "' does not exist");
        }
        Path program = find(command.command().getFirst());
        if (program == null) {
            return Finding.missing("Cannot find script " + command.command().getFirst() + " in path - disabling");
        }
        try {
            return inspect(program, identity(user, group));
        } catch (IOException unreadable) {
            return Finding.missing("Script " + program + " cannot be accessed - No such file or directory");
        }
    }

    private @Nullable String userOf(ScriptCommand command) {
        return command.user() == null ? defaultUser : command.user();
    }

    private @Nullable String groupOf(ScriptCommand command) {
        return command.user() == null ? defaultGroup : command.group();
    }

    /** Under whom a program runs. */
    public Accounts.Identity identity(ScriptCommand command) {
        return identity(userOf(command), groupOf(command));
    }

    private Accounts.Identity identity(@Nullable String user, @Nullable String group) {
        Accounts.Identity named = user == null ? null : accounts.user(user);
        Accounts.Identity who = named == null ? self : named;
        Integer with = group == null ? null : accounts.group(group);
        return with == null ? who : new Accounts.Identity(who.user(), with);
    }

    private @Nullable Path find(String program) {
        if (program.contains("/")) {
            return Path.of(program);
        }
        for (String folder : searchPath.split(":", -1)) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file) && Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    private Finding inspect(Path program, Accounts.Identity as) throws IOException {
        Path real = program.toRealPath();
        Properties file = Properties.of(real);
        if (!file.isExecutableFor(as)) {
            return Finding.unusable("WARNING - script '" + program + "' is not executable for uid:gid " + as.user()
                    + ":" + as.group() + " - disabling.");
        }
        boolean withRootsRights = as.user() == 0
                || as.group() == 0
                || (file.owner() == 0 && (file.mode() & SET_USER) != 0)
                || (file.group() == 0 && (file.mode() & SET_GROUP) != 0);
        if (!withRootsRights || isInRootsHandsOnly(real)) {
            return Finding.FINE;
        }
        return new Finding(
                secure ? Finding.Verdict.REFUSED : Finding.Verdict.UNSAFE,
                "Unsafe permissions found for script '" + program + "'" + (secure ? " - disabling" : "") + ".");
    }

    private static boolean isInRootsHandsOnly(Path real) throws IOException {
        for (Path each = real; each != null; each = each.getParent()) {
            if (!Properties.of(each).isRootsOnly()) {
                return false;
            }
        }
        return true;
    }

    /**
     * The words that run a program under whom it must run. Another user's go through {@code setpriv}, because a JVM can't change the user
     * of a child.
     */
    public List<String> words(ScriptCommand command) {
        String user = userOf(command);
        String group = groupOf(command);
        if (user == null || identity(user, group).equals(self)) {
            return command.command();
        }
        List<String> words = new ArrayList<>(List.of("setpriv", "--reuid=" + user));
        words.addAll(
                group == null
                        ? List.of("--regid=" + identity(user, null).group(), "--init-groups")
                        : List.of("--regid=" + group, "--clear-groups"));
        words.add("--");
        words.addAll(command.command());
        return words;
    }

    /** What the file system says of a file. */
    private record Properties(int owner, int group, int mode) {
        static Properties of(Path file) throws IOException {
            Map<String, Object> all = Files.readAttributes(file, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
            return new Properties(number(all, "uid"), number(all, "gid"), number(all, "mode"));
        }

        private static int number(Map<String, Object> all, String name) throws IOException {
            if (all.get(name) instanceof Integer number) {
                return number;
            }
            throw new IOException("the file system does not say a file's " + name);
        }

        boolean isExecutableFor(Accounts.Identity who) {
            if ((mode & TYPE) != REGULAR) {
                return false;
            }
            int bits = mode & EXECUTABLE;
            if (who.user() == 0) {
                return bits != 0;
            }
            int shift = who.user() == owner ? 6 : who.group() == group ? 3 : 0;
            return (bits >> shift & 1) != 0;
        }

        boolean isRootsOnly() {
            boolean shared = (mode & TYPE) == DIRECTORY && (mode & STICKY) != 0;
            boolean othersWrite = (group != 0 && (mode & GROUP_WRITES) != 0) || (mode & OTHERS_WRITE) != 0;
            return owner == 0 && (shared || !othersWrite);
        }
    }
}
