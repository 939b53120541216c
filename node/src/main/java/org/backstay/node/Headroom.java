package org.backstay.node;

/**
 * What is left of the memory that the virtual machine gives a program: by this a program refuses work before there is none. In the
 * simulation there is always enough, so that a seed always gives the same answers.
 */
public interface Headroom {
    /** There is always enough. */
    Headroom AMPLE = new Headroom() {
        @Override
        public boolean heapIsTight() {
            return false;
        }

        @Override
        public long bufferLimitBytes() {
            return Long.MAX_VALUE;
        }
    };

    /** Whether little of the Java heap is left though the garbage was collected. Quick while much of it is free. */
    boolean heapIsTight();

    /** The most bytes that connections' buffers, outside the heap, may take. */
    long bufferLimitBytes();
}
