package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.ADMIN;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.STALE;

import java.util.List;

/** Commands for users and their rights. */
public final class AclRows {
    private static final CommandFamily ACCESS_RULES = new CommandFamily(CommandGroup.SERVER);

    public static final CommandSpec ACL = ACCESS_RULES
            .row("acl", -2)
            .since("6.0.0")
            .takes("by subcommand")
            .about("Looks at users and their rights and changes them.");

    public static final CommandSpec ACL_CAT = ACCESS_RULES
            .row("acl", "cat", -2)
            .syntax("[categoryname]")
            .is(NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(1)")
            .about("Lists the categories of commands, or the commands of one.");

    public static final CommandSpec ACL_DELUSER = ACCESS_RULES
            .row("acl", "deluser", -3)
            .syntax("username...")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(1)")
            .about("Deletes users.");

    public static final CommandSpec ACL_DRYRUN = ACCESS_RULES
            .row("acl", "dryrun", -4)
            .syntax("username command [arg...]")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("7.0.0")
            .takes("O(1)")
            .about("Tells whether a user might run a command, without running it.");

    public static final CommandSpec ACL_GENPASS = ACCESS_RULES
            .row("acl", "genpass", -2)
            .syntax("[bits:integer]")
            .is(NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(1)")
            .about("Makes a random password.");

    public static final CommandSpec ACL_GETUSER = ACCESS_RULES
            .row("acl", "getuser", 3)
            .syntax("username")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(N)")
            .about("Shows a user's rights.");

    public static final CommandSpec ACL_HELP = ACCESS_RULES
            .row("acl", "help", 2)
            .is(LOADING, STALE)
            .since("6.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of ACL.");

    public static final CommandSpec ACL_LIST = ACCESS_RULES
            .row("acl", "list", 2)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(N)")
            .about("Lists the users' rules.");

    public static final CommandSpec ACL_LOAD = ACCESS_RULES
            .row("acl", "load", 2)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(N)")
            .about("Reads the users from their file.");

    public static final CommandSpec ACL_LOG = ACCESS_RULES
            .row("acl", "log", -2)
            .syntax("[operation(count:integer | RESET)]")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(N)")
            .about("Shows what was refused lately.");

    public static final CommandSpec ACL_SAVE = ACCESS_RULES
            .row("acl", "save", 2)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(N)")
            .about("Writes the users to their file.");

    public static final CommandSpec ACL_SETUSER = ACCESS_RULES
            .row("acl", "setuser", -3)
            .syntax("username [rule...]")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(N)")
            .about("Makes a user or changes its rules.");

    public static final CommandSpec ACL_USERS = ACCESS_RULES
            .row("acl", "users", 2)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(N)")
            .about("Names the users.");

    public static final CommandSpec ACL_WHOAMI = ACCESS_RULES
            .row("acl", "whoami", 2)
            .is(NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(1)")
            .about("Names this connection's user.");

    /** All of them. */
    public static final List<CommandSpec> ALL = ACCESS_RULES.rows();

    private AclRows() {}
}
