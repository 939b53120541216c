package org.backstay.vrrp.check;

import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.LineSpec;
import org.jspecify.annotations.Nullable;

/** A probe that sends one message an attempt, and judges what comes back. Owned by the router's loop. */
abstract class DatagramProbe implements Probe {
    final Node node;
    final Service service;
    final CheckerConfig.Target target;
    private final Kernel kernel;
    private final LineSpec.Kind kind;
    private @Nullable Question question;

    DatagramProbe(Node node, Kernel kernel, LineSpec.Kind kind, Service service, CheckerConfig.Target target) {
        this.node = node;
        this.kernel = kernel;
        this.kind = kind;
        this.service = service;
        this.target = target;
    }

    final void ask(byte[] message, Question.Judge judge, Consumer<Outcome> done) {
        question = Question.ask(node, kernel, kind, target, message, judge, done);
    }

    @Override
    public final void cancel() {
        if (question != null) {
            question.close();
        }
    }
}
