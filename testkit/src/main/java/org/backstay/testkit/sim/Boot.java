package org.backstay.testkit.sim;

import org.backstay.node.Node;

/** Starts a node's program, at first and again after each crash. Called on the node's loop. */
@FunctionalInterface
public interface Boot {
    /**
     * Starts the program on what this life of the node offers.
     *
     * @return closed when this life is over, after the loop has stopped for good: it may free memory, nothing else
     */
    AutoCloseable start(Node node) throws Exception;
}
