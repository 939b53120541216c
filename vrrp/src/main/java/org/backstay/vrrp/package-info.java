/**
 * keepalived: virtual addresses that are always on one of several machines, and only on one whose services run.
 *
 * <p>One loop owns the router and everything below it; the main thread only waits for its end. Imports the packages below it, {@code
 * org.backstay.resp}, {@code org.backstay.node}, {@code org.backstay.config} and {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.vrrp;

import org.jspecify.annotations.NullMarked;
