package org.backstay.vrrp.tracker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.resp.RespClient;
import org.backstay.resp.RespValue;
import org.backstay.vrrp.instance.Alarm;
import org.jspecify.annotations.Nullable;

/** One question that is put to one server again and again, over a connection that stays. Owned by the router's loop. */
final class Question implements RespClient.Listener {
    /** What is known in this round. */
    enum Answer {
        /** Nothing was asked, or what was answered has been counted. */
        OPEN,
        /** As it should be. */
        YES,
        /** Not as it should be, too late, or no connection. */
        NO
    }

    private final Node node;
    private final Endpoint server;
    private final RespClient.Options options;
    private final long timeout;
    private final byte[][] words;
    private final Predicate<RespValue> good;
    private final Runnable answered;
    private final Alarm limit;
    private @Nullable RespClient client;
    private boolean waiting;
    private boolean closed;
    private Answer answer = Answer.OPEN;

    Question(
            Node node,
            Endpoint server,
            RespClient.Options options,
            long timeout,
            String[] words,
            Predicate<RespValue> good,
            Runnable answered) {
        this.node = node;
        this.server = server;
        this.options = options;
        this.timeout = timeout;
        this.words = Arrays.stream(words)
                .map(w -> w.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.good = good;
        this.answered = answered;
        limit = new Alarm(node.loop(), node.clock(), this::tooLate);
    }

    Answer answer() {
        return answer;
    }

    void counted() {
        answer = Answer.OPEN;
    }

    void ask() {
        if (waiting || closed) {
            return;
        }
        RespClient to = client;
        if (to == null) {
            to = RespClient.connect(node.network(), node.loop(), server, options, this);
            client = to;
        }
        waiting = true;
        limit.in(timeout);
        RespClient asked = to;
        if (!to.send((reply, failure) -> replied(asked, reply), words)) {
            settle(Answer.NO);
        }
    }

    private void replied(RespClient from, @Nullable RespValue reply) {
        if (from == client && waiting) {
            settle(reply != null && good.test(reply) ? Answer.YES : Answer.NO);
        }
    }

    private void tooLate() {
        RespClient slow = client;
        client = null;
        settle(Answer.NO);
        if (slow != null) {
            slow.close();
        }
    }

    @Override
    public void disconnected(RespClient from, @Nullable Throwable cause) {
        if (from == client) {
            client = null;
            settle(Answer.NO);
        }
    }

    private void settle(Answer how) {
        waiting = false;
        limit.off();
        answer = how;
        if (!closed) {
            answered.run();
        }
    }

    void close() {
        closed = true;
        limit.off();
        RespClient last = client;
        client = null;
        if (last != null) {
            last.close();
        }
    }
}
