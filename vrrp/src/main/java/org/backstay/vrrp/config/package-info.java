/**
 * keepalived.conf: from blocks in braces to immutable records. A table of keywords per kind of block; an unknown keyword, a number out
 * of range or a name that nothing has is reported with file and line in the original's words and read over.
 *
 * <p>Runs on the starting thread, and on the router's loop for a reload. Imports {@code org.backstay.config}, {@code org.backstay.base}
 * and the kernel's numbers of {@code org.backstay.node.linux}.
 */
@NullMarked
package org.backstay.vrrp.config;

import org.jspecify.annotations.NullMarked;
