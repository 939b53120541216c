/**
 * Measurements of single parts with JMH. Never shipped.
 *
 * <p>Runs on threads that JMH makes. Imports {@code org.backstay.keyspace}, {@code org.backstay.resp} and the floors below.
 */
@NullMarked
package org.backstay.benchmarks;

import org.jspecify.annotations.NullMarked;
