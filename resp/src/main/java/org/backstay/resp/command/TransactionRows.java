package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.ALLOW_BUSY;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.SKIP_SLOWLOG;
import static org.backstay.resp.command.CommandFlag.STALE;
import static org.backstay.resp.command.KeySpec.Flag.RO;

import java.util.List;

/** Commands for transactions. */
public final class TransactionRows {
    private static final CommandFamily TRANSACTIONS =
            new CommandFamily(CommandGroup.TRANSACTIONS, AclCategory.TRANSACTION);

    public static final CommandSpec DISCARD = TRANSACTIONS
            .row("discard", 1)
            .is(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
            .since("2.0.0")
            .takes("O(N)")
            .about("Forgets the queued commands and ends the transaction.");

    public static final CommandSpec EXEC = TRANSACTIONS
            .row("exec", 1)
            .is(NOSCRIPT, LOADING, STALE, SKIP_SLOWLOG)
            .since("1.2.0")
            .takes("by the queued commands")
            .about("Runs the queued commands in one step.");

    public static final CommandSpec MULTI = TRANSACTIONS
            .row("multi", 1)
            .is(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
            .since("1.2.0")
            .takes("O(1)")
            .about("Begins a transaction: commands are queued from here on.");

    public static final CommandSpec UNWATCH = TRANSACTIONS
            .row("unwatch", 1)
            .is(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
            .since("2.2.0")
            .takes("O(1)")
            .about("Stops watching keys.");

    public static final CommandSpec WATCH = TRANSACTIONS
            .row("watch", -2)
            .syntax("key:key...")
            .is(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
            .keys(1, -1, 1, RO)
            .since("2.2.0")
            .takes("O(1) a key")
            .about("Makes the next EXEC fail when one of these keys changes before it.");

    /** All of them. */
    public static final List<CommandSpec> ALL = TRANSACTIONS.rows();

    private TransactionRows() {}
}
