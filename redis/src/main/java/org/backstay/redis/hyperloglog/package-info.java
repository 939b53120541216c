/**
 * HyperLogLogs, byte for byte as Redis stores them in strings: sparse and dense registers, the estimator. Works on addresses; knows
 * neither clients nor keys. Runs on the server's loop. Imports base only.
 */
@NullMarked
package org.backstay.redis.hyperloglog;

import org.jspecify.annotations.NullMarked;
