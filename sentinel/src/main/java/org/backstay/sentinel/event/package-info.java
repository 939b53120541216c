/**
 * What happened, told in the original's words: to the log, to subscribers, and to the notification script.
 *
 * <p>Runs on the sentinel's loop. Imports {@code org.backstay.sentinel.model} and {@code org.backstay.node}.
 */
@NullMarked
package org.backstay.sentinel.event;

import org.jspecify.annotations.NullMarked;
