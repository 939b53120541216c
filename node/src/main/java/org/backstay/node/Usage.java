package org.backstay.node;

/**
 * What a node uses of its machine, for reports to operators. Never for decisions: in the simulation nothing is measured, so
 * that a seed always gives the same answers.
 */
public interface Usage {
    /** Nothing is known; all figures are zero. */
    Usage UNKNOWN = new Usage() {
        @Override
        public String multiplexing() {
            return "unknown";
        }

        @Override
        public Processor process() {
            return Processor.NONE;
        }

        @Override
        public Processor callingThread() {
            return Processor.NONE;
        }

        @Override
        public long residentBytes() {
            return 0;
        }

        @Override
        public long machineBytes() {
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

    /**
     * Processor time.
     *
     * @param systemSeconds in the kernel
     * @param userSeconds in the program
     */
    record Processor(double systemSeconds, double userSeconds) {
        /** None, or not known. */
        public static final Processor NONE = new Processor(0, 0);
    }

    /** How it waits for many sockets: {@code epoll}, {@code io_uring}, {@code nio}. */
    String multiplexing();

    /** Processor time of the whole process. */
    Processor process();

    /** Processor time of the thread that asks. */
    Processor callingThread();

    /** Memory of the process that is in the machine's memory, as the operating system counts it. */
    long residentBytes();

    /** Memory that the machine has. */
    long machineBytes();

    /** Bytes of the Java heap that are in use, garbage included. */
    long heapUsedBytes();

    /** Bytes that the Java heap has taken from the machine. */
    long heapCommittedBytes();
}
