/**
 * The command families of redis-server, one file a family: the rows it serves on top, its handlers beneath them. Handlers run on the
 * server's loop, change data only through the keyspace's mutators and reply straight into the client's buffer. May import the server
 * package and the floors below it.
 */
@NullMarked
package org.backstay.redis.command;

import org.jspecify.annotations.NullMarked;
