package org.backstay.redis.command;

import java.util.Locale;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.ReplyWriter;

/** DEBUG PROTOCOL: a sample of each type of reply, the same as the original's, for the tests of clients. Stateless. */
final class DebugProtocol {
    private static final int ELEMENTS = 3;

    private DebugProtocol() {}

    static void reply(Call call) {
        ReplyWriter reply = call.reply();
        switch (call.request().text(2).toLowerCase(Locale.ROOT)) {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12_345);
            case "double" -> reply.real(3.141);
            case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
            case "null" -> reply.nil();
            case "array" -> {
                reply.array(ELEMENTS);
                numbers(reply);
            }
            case "set" -> {
                reply.set(ELEMENTS);
                numbers(reply);
            }
            case "map" -> {
                reply.map(ELEMENTS);
                for (int i = 0; i < ELEMENTS; i++) {
                    reply.integer(i);
                    reply.bool(i == 1);
                }
            }
            case "attrib" -> attribute(reply);
            case "push" -> push(reply);
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            case "verbatim" -> reply.verbatim("txt", "This is a verbatim\nstring");
            default ->
                throw new CommandException("ERR Wrong protocol type name. Please use one of the following: "
                        + "string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
        }
    }

    private static void numbers(ReplyWriter reply) {
        for (int i = 0; i < ELEMENTS; i++) {
            reply.integer(i);
        }
    }

    private static void attribute(ReplyWriter reply) {
        if (reply.protocol() == 3) {
            reply.attribute(1);
            reply.bulk("key-popularity");
            reply.array(2);
            reply.bulk("key:123");
            reply.integer(90);
        }
        reply.bulk("Some real reply following the attribute");
    }

    private static void push(ReplyWriter reply) {
        if (reply.protocol() == 2) {
            throw new CommandException("ERR RESP2 is not supported by this command");
        }
        reply.push(2);
        reply.bulk("server-cpu-usage");
        reply.integer(42);
        reply.bulk("Some real reply following the push reply");
    }
}
