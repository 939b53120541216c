/**
 * What every program stands on: loops, transports real and simulated, the disk, signals, daemon mode, pid files and logs.
 *
 * <p>One event loop owns one node; code here runs on that loop, but for named workers that hand their results back as tasks on it.
 * Imports {@code org.backstay.base}, {@code org.backstay.config} and Netty.
 */
@NullMarked
package org.backstay.node;

import org.jspecify.annotations.NullMarked;
