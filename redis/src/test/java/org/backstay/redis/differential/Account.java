package org.backstay.redis.differential;

import java.util.List;

/**
 * All that could be seen of a server while it was told a sequence of commands.
 *
 * @param replies to the sequence
 * @param state of the data, asked for after some of the commands
 * @param notified messages of keyspace notifications
 * @param monitored what MONITOR showed
 * @param propagated what a replica was sent, with the database before each command
 * @param counted INFO's counts of commands, errors and keys
 */
record Account(
        List<Observed> replies,
        List<Observed> state,
        List<String> notified,
        List<String> monitored,
        List<String> propagated,
        List<String> counted) {}
