/**
 * nutcracker.yml: its pools and servers as records, checked, with file and line in every complaint; and the command line's flags.
 *
 * <p>Runs on the starting thread, before any loop. Imports {@code org.backstay.config}, {@code org.backstay.node} and
 * {@code org.backstay.proxy.ring}.
 */
@NullMarked
package org.backstay.proxy.config;

import org.jspecify.annotations.NullMarked;
