package org.backstay.sentinel.model;

/** Conditions of an instance, in the order and under the names in which SENTINEL MASTERS and its like show them. */
public enum Flag {
    /** Down from where we stand: no acceptable reply for {@code down-after-milliseconds}. */
    S_DOWN,
    /** Down for as many sentinels as the quorum asks. */
    O_DOWN,
    /** Of another sentinel: it says that it sees the master down. */
    MASTER_DOWN,
    /** Of a master: we try to fail it over. */
    FAILOVER_IN_PROGRESS,
    /** Of a replica: chosen to become the master. */
    PROMOTED,
    /** Of a replica: was told to follow the new master. */
    RECONF_SENT,
    /** Of a replica: says that it follows the new master, its link is not up yet. */
    RECONF_INPROG,
    /** Of a replica: replicates from the new master. */
    RECONF_DONE,
    /** Of a master: an operator asked for the failover; nobody has to agree. */
    FORCE_FAILOVER,
    /** A script blocks it and SCRIPT KILL was sent. */
    SCRIPT_KILL_SENT,
    /** Of a master: it came back under another run ID and did not answer PONG since. */
    MASTER_REBOOT
}
