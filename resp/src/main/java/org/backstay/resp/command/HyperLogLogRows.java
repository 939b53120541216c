package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.ADMIN;
import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.ACCESS;
import static org.backstay.resp.command.KeySpec.Flag.INSERT;
import static org.backstay.resp.command.KeySpec.Flag.RO;
import static org.backstay.resp.command.KeySpec.Flag.RW;

import java.util.List;

/** Commands for HyperLogLogs, which estimate how many different elements there were. */
public final class HyperLogLogRows {
    private static final CommandFamily HYPERLOGLOGS =
            new CommandFamily(CommandGroup.HYPERLOGLOG, AclCategory.HYPERLOGLOG);

    public static final CommandSpec PFADD = HYPERLOGLOGS
            .row("pfadd", -2)
            .syntax("key:key [element...]")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, INSERT)
            .since("2.8.9")
            .takes("O(1) an element")
            .about("Counts elements in a HyperLogLog.");

    public static final CommandSpec PFCOUNT = HYPERLOGLOGS
            .row("pfcount", -2)
            .syntax("key:key...")
            .is(READONLY)
            .keys(1, -1, 1, RW, ACCESS)
            .note("RW: the cached estimate in the value may change, and replicas are told")
            .since("2.8.9")
            .takes("O(1) for one key, O(N) for several")
            .about("Estimates how many different elements were counted.");

    public static final CommandSpec PFDEBUG = HYPERLOGLOGS
            .row("pfdebug", 3)
            .syntax("subcommand key:key")
            .is(WRITE, DENYOOM, ADMIN)
            .key(2, RW, ACCESS)
            .since("2.8.9")
            .takes("O(1)")
            .about("Shows how a HyperLogLog lies in memory.");

    public static final CommandSpec PFMERGE = HYPERLOGLOGS
            .row("pfmerge", -2)
            .syntax("destkey:key sourcekey:key1...")
            .is(WRITE, DENYOOM)
            .key(1, RW, ACCESS, INSERT)
            .keys(2, -1, 1, RO, ACCESS)
            .since("2.8.9")
            .takes("O(N)")
            .about("Merges HyperLogLogs into one.");

    public static final CommandSpec PFSELFTEST = HYPERLOGLOGS
            .row("pfselftest", 1)
            .is(ADMIN)
            .since("2.8.9")
            .takes("O(N)")
            .about("Tests the HyperLogLog estimator.");

    /** All of them. */
    public static final List<CommandSpec> ALL = HYPERLOGLOGS.rows();

    private HyperLogLogRows() {}
}
