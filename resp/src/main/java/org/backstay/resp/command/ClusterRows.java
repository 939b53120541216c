package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.ADMIN;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.NO_ASYNC_LOADING;
import static org.backstay.resp.command.CommandFlag.STALE;

import java.util.List;

/** Commands of a cluster's nodes; a server that is no such node knows them too, to say so. */
public final class ClusterRows {
    private static final CommandFamily CLUSTERING = new CommandFamily(CommandGroup.CLUSTER);
    private static final CommandFamily CONNECTIONS = new CommandFamily(CommandGroup.CLUSTER, AclCategory.CONNECTION);
    private static final String NONDETERMINISTIC = "nondeterministic_output";

    public static final CommandSpec CLUSTER = CLUSTERING
            .row("cluster", -2)
            .since("3.0.0")
            .takes("by subcommand")
            .about("Looks after the nodes of a cluster.");

    public static final CommandSpec CLUSTER_ADDSLOTS = CLUSTERING
            .row("cluster", "addslots", -3)
            .syntax("slot:integer...")
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("3.0.0")
            .takes("O(N)")
            .about("Gives hash slots to the node.");

    public static final CommandSpec CLUSTER_ADDSLOTSRANGE = CLUSTERING
            .row("cluster", "addslotsrange", -4)
            .syntax("start-slot_end-slot(start-slot:integer end-slot:integer)...")
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("7.0.0")
            .takes("O(N)")
            .about("Gives ranges of hash slots to the node.");

    public static final CommandSpec CLUSTER_BUMPEPOCH = CLUSTERING
            .row("cluster", "bumpepoch", 2)
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .tips(NONDETERMINISTIC)
            .since("3.0.0")
            .takes("O(1)")
            .about("Raises the node's configuration epoch.");

    public static final CommandSpec CLUSTER_COUNT_FAILURE_REPORTS = CLUSTERING
            .row("cluster", "count-failure-reports", 3)
            .syntax("node-id")
            .is(ADMIN, STALE)
            .tips(NONDETERMINISTIC)
            .since("3.0.0")
            .takes("O(N)")
            .about("Counts the nodes that report a node as failed.");

    public static final CommandSpec CLUSTER_COUNTKEYSINSLOT = CLUSTERING
            .row("cluster", "countkeysinslot", 3)
            .syntax("slot:integer")
            .is(STALE)
            .since("3.0.0")
            .takes("O(1)")
            .about("Counts the node's keys in a hash slot.");

    public static final CommandSpec CLUSTER_DELSLOTS = CLUSTERING
            .row("cluster", "delslots", -3)
            .syntax("slot:integer...")
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("3.0.0")
            .takes("O(N)")
            .about("Takes hash slots from the node.");

    public static final CommandSpec CLUSTER_DELSLOTSRANGE = CLUSTERING
            .row("cluster", "delslotsrange", -4)
            .syntax("start-slot_end-slot(start-slot:integer end-slot:integer)...")
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("7.0.0")
            .takes("O(N)")
            .about("Takes ranges of hash slots from the node.");

    public static final CommandSpec CLUSTER_FAILOVER = CLUSTERING
            .row("cluster", "failover", -2)
            .syntax("[options(FORCE | TAKEOVER)]")
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("3.0.0")
            .takes("O(1)")
            .about("Makes a replica take its master's place.");

    public static final CommandSpec CLUSTER_FLUSHSLOTS = CLUSTERING
            .row("cluster", "flushslots", 2)
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("3.0.0")
            .takes("O(1)")
            .about("Takes all hash slots from the node.");

    public static final CommandSpec CLUSTER_FORGET = CLUSTERING
            .row("cluster", "forget", 3)
            .syntax("node-id")
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("3.0.0")
            .takes("O(1)")
            .about("Removes a node from the node's table.");

    public static final CommandSpec CLUSTER_GETKEYSINSLOT = CLUSTERING
            .row("cluster", "getkeysinslot", 4)
            .syntax("slot:integer count:integer")
            .is(STALE)
            .tips(NONDETERMINISTIC)
            .since("3.0.0")
            .takes("O(log(N))")
            .about("Lists some of the node's keys in a hash slot.");

    public static final CommandSpec CLUSTER_HELP = CLUSTERING
            .row("cluster", "help", 2)
            .is(LOADING, STALE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of CLUSTER.");

    public static final CommandSpec CLUSTER_INFO = CLUSTERING
            .row("cluster", "info", 2)
            .is(STALE)
            .tips(NONDETERMINISTIC)
            .since("3.0.0")
            .takes("O(1)")
            .about("Describes the cluster's state.");

    public static final CommandSpec CLUSTER_KEYSLOT = CLUSTERING
            .row("cluster", "keyslot", 3)
            .syntax("key")
            .is(STALE)
            .since("3.0.0")
            .takes("O(N)")
            .about("Tells a key's hash slot.");

    public static final CommandSpec CLUSTER_LINKS = CLUSTERING
            .row("cluster", "links", 2)
            .is(STALE)
            .tips(NONDETERMINISTIC)
            .since("7.0.0")
            .takes("O(N)")
            .about("Lists the node's connections to other nodes.");

    public static final CommandSpec CLUSTER_MEET = CLUSTERING
            .row("cluster", "meet", -4)
            .syntax("ip port:integer [cluster_bus_port:integer@4.0.0]")
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("3.0.0")
            .takes("O(1)")
            .about("Introduces another node.");

    public static final CommandSpec CLUSTER_MYID = CLUSTERING
            .row("cluster", "myid", 2)
            .is(STALE)
            .since("3.0.0")
            .takes("O(1)")
            .about("Tells the node's name in the cluster.");

    public static final CommandSpec CLUSTER_NODES = CLUSTERING
            .row("cluster", "nodes", 2)
            .is(STALE)
            .tips(NONDETERMINISTIC)
            .since("3.0.0")
            .takes("O(N)")
            .about("Lists the nodes that the node knows.");

    public static final CommandSpec CLUSTER_REPLICAS = CLUSTERING
            .row("cluster", "replicas", 3)
            .syntax("node-id")
            .is(ADMIN, STALE)
            .tips(NONDETERMINISTIC)
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists a master's replicas.");

    public static final CommandSpec CLUSTER_REPLICATE = CLUSTERING
            .row("cluster", "replicate", 3)
            .syntax("node-id")
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("3.0.0")
            .takes("O(1)")
            .about("Makes the node a replica of another.");

    public static final CommandSpec CLUSTER_RESET = CLUSTERING
            .row("cluster", "reset", -2)
            .syntax("[hard_soft(HARD | SOFT)]")
            .is(ADMIN, NOSCRIPT, STALE)
            .since("3.0.0")
            .takes("O(N)")
            .about("Makes the node forget the cluster.");

    public static final CommandSpec CLUSTER_SAVECONFIG = CLUSTERING
            .row("cluster", "saveconfig", 2)
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("3.0.0")
            .takes("O(1)")
            .about("Writes the node's view of the cluster to disk.");

    public static final CommandSpec CLUSTER_SET_CONFIG_EPOCH = CLUSTERING
            .row("cluster", "set-config-epoch", 3)
            .syntax("config-epoch:integer")
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("3.0.0")
            .takes("O(1)")
            .about("Sets a new node's configuration epoch.");

    public static final CommandSpec CLUSTER_SETSLOT = CLUSTERING
            .row("cluster", "setslot", -4)
            .syntax("slot:integer subcommand(IMPORTING=node-id | MIGRATING=node-id | NODE=node-id | STABLE)")
            .is(ADMIN, STALE, NO_ASYNC_LOADING)
            .since("3.0.0")
            .takes("O(1)")
            .about("Says where a hash slot is or goes.");

    public static final CommandSpec CLUSTER_SHARDS = CLUSTERING
            .row("cluster", "shards", 2)
            .is(STALE)
            .tips(NONDETERMINISTIC)
            .since("7.0.0")
            .takes("O(N)")
            .about("Lists the shards with their slots and nodes.");

    public static final CommandSpec CLUSTER_SLAVES = CLUSTERING
            .row("cluster", "slaves", 3)
            .syntax("node-id")
            .is(ADMIN, STALE)
            .tips(NONDETERMINISTIC)
            .since("3.0.0")
            .takes("O(1)")
            .about("Lists a master's replicas, by the name of before.");

    public static final CommandSpec CLUSTER_SLOTS = CLUSTERING
            .row("cluster", "slots", 2)
            .is(STALE)
            .tips(NONDETERMINISTIC)
            .since("3.0.0")
            .takes("O(N)")
            .about("Lists the hash slots with their nodes.");

    public static final CommandSpec READONLY = CONNECTIONS
            .row("readonly", 1)
            .is(LOADING, STALE, FAST)
            .since("3.0.0")
            .takes("O(1)")
            .about("Lets the connection read from a replica of the cluster.");

    public static final CommandSpec READWRITE = CONNECTIONS
            .row("readwrite", 1)
            .is(LOADING, STALE, FAST)
            .since("3.0.0")
            .takes("O(1)")
            .about("Ends what READONLY began.");

    public static final CommandSpec ASKING = CONNECTIONS
            .row("asking", 1)
            .is(FAST)
            .since("3.0.0")
            .takes("O(1)")
            .about("Lets the next command into a slot that is being imported.");

    /** All of them. */
    public static final List<CommandSpec> ALL = List.of(
            CLUSTER,
            CLUSTER_ADDSLOTS,
            CLUSTER_ADDSLOTSRANGE,
            CLUSTER_BUMPEPOCH,
            CLUSTER_COUNT_FAILURE_REPORTS,
            CLUSTER_COUNTKEYSINSLOT,
            CLUSTER_DELSLOTS,
            CLUSTER_DELSLOTSRANGE,
            CLUSTER_FAILOVER,
            CLUSTER_FLUSHSLOTS,
            CLUSTER_FORGET,
            CLUSTER_GETKEYSINSLOT,
            CLUSTER_HELP,
            CLUSTER_INFO,
            CLUSTER_KEYSLOT,
            CLUSTER_LINKS,
            CLUSTER_MEET,
            CLUSTER_MYID,
            CLUSTER_NODES,
            CLUSTER_REPLICAS,
            CLUSTER_REPLICATE,
            CLUSTER_RESET,
            CLUSTER_SAVECONFIG,
            CLUSTER_SET_CONFIG_EPOCH,
            CLUSTER_SETSLOT,
            CLUSTER_SHARDS,
            CLUSTER_SLAVES,
            CLUSTER_SLOTS,
            READONLY,
            READWRITE,
            ASKING);

    private ClusterRows() {}
}
