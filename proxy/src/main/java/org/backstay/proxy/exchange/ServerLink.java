package org.backstay.proxy.exchange;

/** A connection to a server, as a client sees it. Owned by the loop of both. */
public interface ServerLink {
    /**
     * Sends a request, with whatever else is sent in this turn of the loop. The requester is told of the reply or the failure later,
     * never during this call.
     *
     * @param address where the request's frame lies; it is copied
     * @param length of the whole frame
     */
    void send(Exchange exchange, long address, int length);

    /** Whether so much waits to be sent that no more should come; then {@link #whenTaking} is to be asked. */
    boolean isFull();

    /** Calls {@link Requester#resume} once, when it is no longer full or has closed. */
    void whenTaking(Requester requester);

    /** Stops reading replies, because the client at the head of them does not take any; ends with {@link #resumeReading}. */
    void pauseReading(Requester slow);

    /** Ends a pause that this client caused. */
    void resumeReading(Requester slow);
}
