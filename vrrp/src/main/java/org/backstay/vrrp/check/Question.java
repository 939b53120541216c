package org.backstay.vrrp.check;

import java.io.IOException;
import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.instance.Alarm;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.Line;
import org.backstay.vrrp.link.LineSpec;
import org.jspecify.annotations.Nullable;

/** A message to a server, and the wait for an answer. After its end nobody is told anything. Owned by the router's loop. */
final class Question implements Line.Listener, AutoCloseable {
    /** What an answer, or none, means. */
    interface Judge {
        /** Of a message; null when it is not the answer, and the wait goes on. */
        @Nullable
        Outcome answered(byte[] message);

        /** Somebody says that nobody is there. */
        Outcome refused();

        /** Time is over. */
        Outcome silent();
    }

    private final Judge judge;
    private final Consumer<Outcome> done;
    private final Alarm limit;
    private @Nullable Line line;
    private boolean over;

    private Question(Node node, Judge judge, Consumer<Outcome> done) {
        this.judge = judge;
        this.done = done;
        limit = new Alarm(node.loop(), node.clock(), () -> end(judge.silent()));
    }

    /** Asks; returns at once. */
    static Question ask(
            Node node,
            Kernel kernel,
            LineSpec.Kind kind,
            CheckerConfig.Target to,
            byte[] message,
            Judge judge,
            Consumer<Outcome> done) {
        Question question = new Question(node, judge, done);
        int port = kind == LineSpec.Kind.ICMP ? 0 : to.port();
        question.limit.in(to.timeout());
        try {
            Line line = kernel.open(new LineSpec(kind, to.address(), port, to.source()), question);
            question.line = line;
            line.send(message);
        } catch (IOException unreachable) {
            // Whoever asks has not got the question back yet: tell in a task of its own.
            node.loop().execute(question::refused);
        }
        return question;
    }

    @Override
    public void received(byte[] message) {
        Outcome outcome = over ? null : judge.answered(message);
        if (outcome != null) {
            end(outcome);
        }
    }

    @Override
    public void refused() {
        end(judge.refused());
    }

    private void end(Outcome outcome) {
        if (!over) {
            close();
            done.accept(outcome);
        }
    }

    @Override
    public void close() {
        over = true;
        limit.off();
        if (line != null) {
            line.close();
            line = null;
        }
    }
}
