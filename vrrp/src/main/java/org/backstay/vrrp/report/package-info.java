/**
 * What a running router writes down when it is asked by a signal: its data, its statistics, and both as JSON, in the original's form.
 *
 * <p>Built on the router's loop, written by a worker. Imports the router's parts.
 */
@NullMarked
package org.backstay.vrrp.report;

import org.jspecify.annotations.NullMarked;
