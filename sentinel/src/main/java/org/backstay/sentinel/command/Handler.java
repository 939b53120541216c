package org.backstay.sentinel.command;

import org.backstay.resp.Request;

/** Carries out one command and writes its reply, now or, after {@link Client#hold}, later. */
@FunctionalInterface
interface Handler {
    /** The request's number of arguments fits its row. */
    void run(Client client, Request request);
}
