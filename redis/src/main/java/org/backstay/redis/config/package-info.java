/**
 * redis.conf: every directive of this server as one row, from which the file, the command line, CONFIG and the reference page
 * follow. Immutable, so any thread may read it; imports the configuration floor only.
 */
@NullMarked
package org.backstay.redis.config;

import org.jspecify.annotations.NullMarked;
