package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.STALE;
import static org.backstay.resp.command.KeySpec.Flag.NOT_KEY;

import java.util.List;

/** Commands for channels, their messages and subscribers. */
public final class PubSubRows {
    private static final CommandFamily PUBLISHING = new CommandFamily(CommandGroup.PUBSUB);

    public static final CommandSpec PSUBSCRIBE = PUBLISHING
            .row("psubscribe", -2)
            .syntax("pattern(pattern:pattern)...")
            .is(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
            .since("2.0.0")
            .takes("O(N)")
            .about("Listens to all channels that fit patterns.");

    public static final CommandSpec PUBLISH = PUBLISHING
            .row("publish", 3)
            .syntax("channel message")
            .is(CommandFlag.PUBSUB, LOADING, STALE, FAST)
            .since("2.0.0")
            .takes("O(N+M)")
            .about("Sends a message to a channel and counts its receivers.");

    public static final CommandSpec PUBSUB = PUBLISHING
            .row("pubsub", -2)
            .since("2.8.0")
            .takes("by subcommand")
            .about("Looks at channels and their subscribers.");

    public static final CommandSpec PUBSUB_NUMPAT = PUBLISHING
            .row("pubsub", "numpat", 2)
            .is(CommandFlag.PUBSUB, LOADING, STALE)
            .since("2.8.0")
            .takes("O(1)")
            .about("Counts the patterns that anyone listens to.");

    public static final CommandSpec PUBSUB_NUMSUB = PUBLISHING
            .row("pubsub", "numsub", -2)
            .syntax("[channel...]")
            .is(CommandFlag.PUBSUB, LOADING, STALE)
            .since("2.8.0")
            .takes("O(N)")
            .about("Counts the subscribers of channels.");

    public static final CommandSpec PUBSUB_CHANNELS = PUBLISHING
            .row("pubsub", "channels", -2)
            .syntax("[pattern:pattern]")
            .is(CommandFlag.PUBSUB, LOADING, STALE)
            .since("2.8.0")
            .takes("O(N)")
            .about("Lists the channels that have subscribers.");

    public static final CommandSpec PUBSUB_HELP = PUBLISHING
            .row("pubsub", "help", 2)
            .is(LOADING, STALE)
            .since("6.2.0")
            .takes("O(1)")
            .about("Lists the subcommands of PUBSUB.");

    public static final CommandSpec PUBSUB_SHARDCHANNELS = PUBLISHING
            .row("pubsub", "shardchannels", -2)
            .syntax("[pattern:pattern]")
            .is(CommandFlag.PUBSUB, LOADING, STALE)
            .since("7.0.0")
            .takes("O(N)")
            .about("Lists the shard channels that have subscribers.");

    public static final CommandSpec PUBSUB_SHARDNUMSUB = PUBLISHING
            .row("pubsub", "shardnumsub", -2)
            .syntax("[shardchannel...]")
            .is(CommandFlag.PUBSUB, LOADING, STALE)
            .since("7.0.0")
            .takes("O(N)")
            .about("Counts the subscribers of shard channels.");

    public static final CommandSpec PUNSUBSCRIBE = PUBLISHING
            .row("punsubscribe", -1)
            .syntax("[pattern:pattern...]")
            .is(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
            .since("2.0.0")
            .takes("O(N+M)")
            .about("Stops listening to patterns.");

    public static final CommandSpec SPUBLISH = PUBLISHING
            .row("spublish", 3)
            .syntax("shardchannel message")
            .is(CommandFlag.PUBSUB, LOADING, STALE, FAST)
            .key(1, NOT_KEY)
            .since("7.0.0")
            .takes("O(N)")
            .about("Sends a message to a shard channel and counts its receivers.");

    public static final CommandSpec SSUBSCRIBE = PUBLISHING
            .row("ssubscribe", -2)
            .syntax("shardchannel...")
            .is(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
            .keys(1, -1, 1, NOT_KEY)
            .since("7.0.0")
            .takes("O(N)")
            .about("Listens to shard channels.");

    public static final CommandSpec SUBSCRIBE = PUBLISHING
            .row("subscribe", -2)
            .syntax("channel...")
            .is(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
            .since("2.0.0")
            .takes("O(N)")
            .about("Listens to channels.");

    public static final CommandSpec SUNSUBSCRIBE = PUBLISHING
            .row("sunsubscribe", -1)
            .syntax("[shardchannel...]")
            .is(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
            .keys(1, -1, 1, NOT_KEY)
            .since("7.0.0")
            .takes("O(N)")
            .about("Stops listening to shard channels.");

    public static final CommandSpec UNSUBSCRIBE = PUBLISHING
            .row("unsubscribe", -1)
            .syntax("[channel...]")
            .is(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
            .since("2.0.0")
            .takes("O(N)")
            .about("Stops listening to channels.");

    /** All of them. */
    public static final List<CommandSpec> ALL = PUBLISHING.rows();

    private PubSubRows() {}
}
