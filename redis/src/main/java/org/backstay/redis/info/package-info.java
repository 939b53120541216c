/**
 * INFO: sections, each written by the part of the server that knows. Runs on the server's loop; imports the server whose
 * numbers it prints.
 */
@NullMarked
package org.backstay.redis.info;

import org.jspecify.annotations.NullMarked;
