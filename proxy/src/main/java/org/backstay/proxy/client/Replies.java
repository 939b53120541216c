package org.backstay.proxy.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.backstay.proxy.exchange.Exchange;
import org.backstay.proxy.exchange.HeldReply;
import org.backstay.proxy.exchange.Join;
import org.backstay.proxy.exchange.OutputQueue;
import org.backstay.proxy.server.Failures;

/** Passes replies on that had to wait, and makes one of those of several servers. Stateless; on the client's loop. */
final class Replies {
    /** From this length on a reply is sent from where it lies, without a copy. */
    private static final int SENT_AS_IT_IS = 16 * 1024;

    private Replies() {}

    static void write(HeldReply reply, OutputQueue output) {
        ByteBuf whole = reply.take(SENT_AS_IT_IS);
        if (whole != null) {
            output.write(whole);
        } else {
            reply.writeTo(output.room(reply.length()), 0, reply.length());
        }
    }

    /** Makes the reply of the whole from those of all parts. An error of any part is the reply, as it is. */
    static void combine(Join join, ByteBufAllocator allocator) {
        HeldReply whole = join.whole().reply();
        for (Exchange part : join.parts()) {
            if (part.reply().at(0) == '-') {
                whole.hold(text(part.reply()));
                return;
            }
        }
        switch (join.kind()) {
            case ELEMENTS -> elements(join, allocator);
            case SUM -> whole.hold(sum(join));
            case STATUS -> whole.hold("+OK\r\n");
        }
    }

    private static String text(HeldReply reply) {
        byte[] bytes = new byte[reply.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = reply.at(i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String sum(Join join) {
        long sum = 0;
        for (Exchange part : join.parts()) {
            Cursor cursor = new Cursor(part.reply());
            if (part.reply().at(0) != ':') {
                return "-ERR " + Failures.INVALID + "\r\n";
            }
            sum += cursor.number();
        }
        return ":" + sum + "\r\n";
    }

    private static void elements(Join join, ByteBufAllocator allocator) {
        Exchange[] parts = join.parts();
        int[] partOfKey = join.partOfKey();
        int[] keysOfPart = new int[parts.length];
        for (int part : partOfKey) {
            keysOfPart[part]++;
        }
        Cursor[] cursors = new Cursor[parts.length];
        int length = 16;
        for (int i = 0; i < parts.length; i++) {
            HeldReply reply = parts[i].reply();
            cursors[i] = new Cursor(reply);
            if (reply.at(0) != '*' || cursors[i].number() != keysOfPart[i]) {
                join.whole().reply().hold("-ERR " + Failures.INVALID + "\r\n");
                return;
            }
            length = Math.addExact(length, reply.length());
        }
        ByteBuf out = allocator.directBuffer(length);
        out.writeCharSequence("*" + partOfKey.length + "\r\n", StandardCharsets.US_ASCII);
        for (int part : partOfKey) {
            cursors[part].copyBulk(out);
        }
        join.whole().reply().hold(out);
    }

    /** A place in a reply that is known to be whole. */
    private static final class Cursor {
        private final HeldReply reply;
        private int at;

        Cursor(HeldReply reply) {
            this.reply = reply;
        }

        /** Reads the type, the number after it and the end of the line. */
        long number() {
            at++;
            boolean negative = reply.at(at) == '-';
            at += negative ? 1 : 0;
            long number = 0;
            while (reply.at(at) != '\r') {
                number = number * 10 + (reply.at(at++) - '0');
            }
            at += 2;
            return negative ? -number : number;
        }

        /** Copies a bulk string, or null, and goes behind it. */
        void copyBulk(ByteBuf out) {
            int from = at;
            int length = (int) number();
            at += length < 0 ? 0 : length + 2;
            reply.writeTo(out, from, at - from);
        }
    }
}
