package org.backstay.node;

/**
 * What a node uses of its machine, for reports to operators. Never for decisions: in the simulation nothing is measured, so
 * that a seed always gives the same answers.
 */
public interface Usage {
    /** Nothing is known; all figures are zero. */
    Usage UNKNOWN = new Usage() {
        @Override
        public long processorNanos() {
            return 0;
        }

        @Override
        public long heapUsedBytes() {
            return 0;
        }

        @Override
        public long heapCommittedBytes() {
            return 0;
        }
    };

    /** Processor time of the whole process, in nanoseconds. */
    long processorNanos();

    /** Bytes of the Java heap that are in use, garbage included. */
    long heapUsedBytes();

    /** Bytes that the Java heap has taken from the machine. */
    long heapCommittedBytes();
}
