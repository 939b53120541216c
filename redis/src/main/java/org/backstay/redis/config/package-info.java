/**
 * redis.conf: every directive of this server as one row, from which the file, the command line, CONFIG and the reference page
 * follow. Immutable, so any thread may read it; imports {@code org.backstay.config} and the node's levels and directives.
 */
@NullMarked
package org.backstay.redis.config;

import org.jspecify.annotations.NullMarked;
