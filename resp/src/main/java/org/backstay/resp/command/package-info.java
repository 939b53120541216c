/**
 * The command rows: what every command is called, how many arguments it takes, what it does to which keys, and who may use it.
 * Servers, the proxy and the documentation read the same rows.
 *
 * <p>Rows are immutable and of any thread; tables belong to the loop that uses them. Imports {@code org.backstay.base} and
 * {@code org.backstay.resp}.
 */
@NullMarked
package org.backstay.resp.command;

import org.jspecify.annotations.NullMarked;
