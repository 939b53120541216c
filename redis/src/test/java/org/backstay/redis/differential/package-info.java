/**
 * Random commands, told to a stock redis-server and to ours: whatever can be seen of either must be the same. What is said comes from the
 * grammar of COMMAND DOCS and from small pools of words; what may differ is named in {@link org.backstay.redis.differential.Freedom}. A
 * sequence is all its seed's, and one that differs is shortened before it is shown. Runs on the test's thread.
 */
@NullMarked
package org.backstay.redis.differential;

import org.jspecify.annotations.NullMarked;
