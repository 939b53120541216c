/**
 * What a sentinel knows: the masters it watches, their replicas, the other sentinels, and the failover under way.
 *
 * <p>Plain state without behaviour beyond questions about itself: {@code watch} and {@code failover} change it. Owned by the sentinel's
 * loop. Imports {@code org.backstay.sentinel.link} and {@code org.backstay.node}.
 */
@NullMarked
package org.backstay.sentinel.model;

import org.jspecify.annotations.NullMarked;
