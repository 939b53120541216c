package org.backstay.redis.command;

import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.resp.ReplyWriter;

/** Replies elements of collections. Stateless. */
final class Elements {
    private Elements() {}

    /** Replies an element as a bulk string, whether it is stored as bytes or as an integer. */
    static void reply(ReplyWriter reply, ElementView element) {
        if (element.isInteger()) {
            reply.bulk(element.value());
        } else {
            reply.bulk(element.address(), element.length());
        }
    }
}
