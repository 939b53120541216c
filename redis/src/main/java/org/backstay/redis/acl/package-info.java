/**
 * Users and what they may do: their rules, how rules are read and shown, and the check of a command. Owned by the server's loop; imports
 * the command rows and requests, and nothing of the server.
 */
@NullMarked
package org.backstay.redis.acl;

import org.jspecify.annotations.NullMarked;
