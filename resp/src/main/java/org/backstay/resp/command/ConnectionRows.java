package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.ADMIN;
import static org.backstay.resp.command.CommandFlag.ALLOW_BUSY;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.NO_AUTH;
import static org.backstay.resp.command.CommandFlag.STALE;

import java.util.List;

/** Commands for the connection itself. */
public final class ConnectionRows {
    private static final CommandFamily CONNECTIONS = new CommandFamily(CommandGroup.CONNECTION, AclCategory.CONNECTION);

    public static final CommandSpec AUTH = CONNECTIONS
            .row("auth", -2)
            .syntax("[username@6.0.0] password")
            .is(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .since("1.0.0")
            .takes("O(N)")
            .about("Proves who the client is.");

    public static final CommandSpec CLIENT = CONNECTIONS
            .row("client", -2)
            .in()
            .since("2.4.0")
            .takes("by subcommand")
            .about("Looks at connections and steers them.");

    public static final CommandSpec CLIENT_HELP = CONNECTIONS
            .row("client", "help", 2)
            .is(LOADING, STALE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of CLIENT.");

    public static final CommandSpec CLIENT_ID = CONNECTIONS
            .row("client", "id", 2)
            .is(NOSCRIPT, LOADING, STALE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Tells this connection's number.");

    public static final CommandSpec CLIENT_INFO = CONNECTIONS
            .row("client", "info", 2)
            .is(NOSCRIPT, LOADING, STALE)
            .tips("nondeterministic_output")
            .since("6.2.0")
            .takes("O(1)")
            .about("Describes this connection.");

    public static final CommandSpec CLIENT_REPLY = CONNECTIONS
            .row("client", "reply", 3)
            .syntax("on_off_skip(ON | OFF | SKIP)")
            .is(NOSCRIPT, LOADING, STALE)
            .since("3.2.0")
            .takes("O(1)")
            .about("Switches replies to this connection on, off, or off for one command.");

    public static final CommandSpec CLIENT_UNPAUSE = CONNECTIONS
            .row("client", "unpause", 2)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("6.2.0")
            .takes("O(N)")
            .about("Lets paused clients go on.");

    public static final CommandSpec CLIENT_KILL = CONNECTIONS
            .row("client", "kill", -3)
            .syntax("filter(ip:port!2.8.12 | new-format([ID=client-id:integer@2.8.12] | "
                    + "[TYPE=normal_master_slave_pubsub(NORMAL | MASTER@3.2.0 | SLAVE | REPLICA@5.0.0 | "
                    + "PUBSUB)@2.8.12] | [USER=username] | [ADDR=ip:port] | [LADDR=ip:port@6.2.0] | "
                    + "[SKIPME=yes/no])...)")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("2.4.0")
            .takes("O(N)")
            .about("Closes connections.");

    public static final CommandSpec CLIENT_GETREDIR = CONNECTIONS
            .row("client", "getredir", 2)
            .is(NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(1)")
            .about("Tells which connection receives this one's invalidations.");

    public static final CommandSpec CLIENT_PAUSE = CONNECTIONS
            .row("client", "pause", -3)
            .syntax("timeout:integer [mode(WRITE | ALL)@6.2.0]")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("2.9.50")
            .takes("O(1)")
            .about("Holds the clients' commands, or their writes only, for some time.");

    public static final CommandSpec CLIENT_UNBLOCK = CONNECTIONS
            .row("client", "unblock", -3)
            .syntax("client-id:integer [timeout_error(TIMEOUT | ERROR)]")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("5.0.0")
            .takes("O(log N)")
            .about("Ends another client's waiting.");

    public static final CommandSpec CLIENT_NO_EVICT = CONNECTIONS
            .row("client", "no-evict", 3)
            .syntax("enabled(ON | OFF)")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("7.0.0")
            .takes("O(1)")
            .about("Spares this connection when memory for clients runs short.");

    public static final CommandSpec CLIENT_SETNAME = CONNECTIONS
            .row("client", "setname", 3)
            .syntax("connection-name")
            .is(NOSCRIPT, LOADING, STALE)
            .since("2.6.9")
            .takes("O(1)")
            .about("Names this connection.");

    public static final CommandSpec CLIENT_CACHING = CONNECTIONS
            .row("client", "caching", 3)
            .syntax("mode(YES | NO)")
            .is(NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(1)")
            .about("Says whether the next command's keys are tracked.");

    public static final CommandSpec CLIENT_TRACKINGINFO = CONNECTIONS
            .row("client", "trackinginfo", 2)
            .is(NOSCRIPT, LOADING, STALE)
            .since("6.2.0")
            .takes("O(1)")
            .about("Tells how tracking is set up for this connection.");

    public static final CommandSpec CLIENT_GETNAME = CONNECTIONS
            .row("client", "getname", 2)
            .is(NOSCRIPT, LOADING, STALE)
            .since("2.6.9")
            .takes("O(1)")
            .about("Tells this connection's name.");

    public static final CommandSpec CLIENT_LIST = CONNECTIONS
            .row("client", "list", -2)
            .syntax("[TYPE=normal_master_replica_pubsub(NORMAL | MASTER | REPLICA | PUBSUB)@5.0.0] "
                    + "[ID=id(client-id:integer...)@6.2.0]")
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("nondeterministic_output")
            .since("2.4.0")
            .takes("O(N)")
            .about("Describes all connections.");

    public static final CommandSpec CLIENT_TRACKING = CONNECTIONS
            .row("client", "tracking", -3)
            .syntax(
                    "status(ON | OFF) [REDIRECT=client-id:integer] [PREFIX*=prefix...] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]")
            .is(NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .takes("O(1)")
            .about("Switches tracking of read keys on or off.");

    public static final CommandSpec ECHO = CONNECTIONS
            .row("echo", 2)
            .syntax("message")
            .is(LOADING, STALE, FAST)
            .since("1.0.0")
            .takes("O(1)")
            .about("Sends back what it was given.");

    public static final CommandSpec HELLO = CONNECTIONS
            .row("hello", -1)
            .syntax("[arguments(protover:integer [AUTH=username_password(username password)] [SETNAME=clientname])]")
            .is(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .since("6.0.0")
            .takes("O(1)")
            .about("Chooses the protocol version and introduces the client.");

    public static final CommandSpec PING = CONNECTIONS
            .row("ping", -1)
            .syntax("[message]")
            .is(FAST)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .since("1.0.0")
            .takes("O(1)")
            .about("Answers, to show that the connection works.");

    public static final CommandSpec QUIT = CONNECTIONS
            .row("quit", -1)
            .is(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .since("1.0.0")
            .takes("O(1)")
            .about("Closes the connection.");

    public static final CommandSpec RESET = CONNECTIONS
            .row("reset", 1)
            .is(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .since("6.2.0")
            .takes("O(1)")
            .about("Puts the connection back as it was at its beginning.");

    public static final CommandSpec SELECT = CONNECTIONS
            .row("select", 2)
            .syntax("index:integer")
            .is(LOADING, STALE, FAST)
            .since("1.0.0")
            .takes("O(1)")
            .about("Chooses the database of this connection.");

    /** All of them. */
    public static final List<CommandSpec> ALL = CONNECTIONS.rows();

    private ConnectionRows() {}
}
