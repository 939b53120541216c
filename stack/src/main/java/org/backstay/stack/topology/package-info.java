/**
 * What a stack consists of: its nodes, where each listens and keeps its files, and those files' first content. Immutable values;
 * files are touched by the main thread before any loop exists. Imports the node floor.
 */
@NullMarked
package org.backstay.stack.topology;

import org.jspecify.annotations.NullMarked;
