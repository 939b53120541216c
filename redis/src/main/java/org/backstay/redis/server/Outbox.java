package org.backstay.redis.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How what was written to clients leaves at the end of a batch: at once, or when what the batch wrote is safe, here and with replicas. Owned by
 * the server's loop.
 *
 * <p>The local log holds back everybody's answers, for it is fast, and nobody is to see what may yet be lost. When it is late, only those of clients wait whose own
 * writes are not safe. Replicas hold back those of clients that have written themselves, and what is written to these after it: each client's
 * answers keep their order.
 */
public final class Outbox {
    private final Clients clients;
    private final ClientWatch watch;
    private final Statistics statistics;
    private Durability durability = Durability.NONE;
    private Acknowledgement acknowledgement = Acknowledgement.NONE;

    Outbox(Clients clients, ClientWatch watch, Statistics statistics) {
        this.clients = clients;
        this.watch = watch;
        this.statistics = statistics;
        clients.onSend(this::hand);
    }

    /** Lets persistence hold back replies until their effects are in the log. */
    public void durability(Durability newDurability) {
        durability = newDurability;
    }

    /** Lets replication hold back replies until their effects are with replicas. */
    public void acknowledgement(Acknowledgement newAcknowledgement) {
        acknowledgement = newAcknowledgement;
    }

    /** Whether it must be known which answers are to writes. */
    boolean acknowledgesWrites() {
        return acknowledgement.isWanted();
    }

    /** Sends what one client's batch of commands wrote, to it and to others. */
    void sendAll(Client client) {
        if (isHeld()) {
            clients.flushLater(client);
            sealAll();
            return;
        }
        hand(client);
        clients.flushAll();
    }

    /** Sends what was written outside clients' batches. */
    void sendAll() {
        if (isHeld()) {
            sealAll();
        } else {
            clients.flushAll();
        }
    }

    private boolean isHeld() {
        boolean wanted = acknowledgement.isWanted();
        if (wanted) {
            acknowledgement.ask();
        }
        return durability.isPending() || wanted;
    }

    /** Sends what was written up to here once all that was executed up to here is safe, and nothing that comes later. */
    private void sealAll() {
        List<SealedReplies> answers = new ArrayList<>();
        List<SealedReplies> views = new ArrayList<>();
        for (SealedReplies replies : clients.seal()) {
            ClientWrites writes = replies.client().writes();
            if (writes.isHeld() || !durability.isSafe(writes.upTo())) {
                writes.held(1);
                answers.add(replies);
            } else {
                views.add(replies);
            }
        }
        if (!views.isEmpty()) {
            durability.whenDoneOrLate(() -> views.forEach(this::acknowledged));
        }
        if (!answers.isEmpty()) {
            durability.whenDone(() -> answers.forEach(this::released));
        }
    }

    private void released(SealedReplies replies) {
        replies.client().writes().held(-1);
        acknowledged(replies);
    }

    private void acknowledged(SealedReplies replies) {
        Client client = replies.client();
        boolean waits = client.writes().isUnacknowledged() || (replies.writes() > 0 && acknowledgement.isWanted());
        if (!waits) {
            hand(replies, null);
            return;
        }
        client.writes().unacknowledged(1);
        acknowledgement.await(client.writes().upTo(), error -> {
            client.writes().unacknowledged(-1);
            hand(replies, error);
        });
    }

    private void hand(SealedReplies replies, @Nullable String error) {
        statistics.sent(replies.bytes());
        if (error == null) {
            replies.send();
        } else {
            for (int i = 0; i < replies.writes(); i++) {
                statistics.error(error);
            }
            replies.sendUncertain(error);
        }
        watch.closesForOutput(replies.client());
    }

    private void hand(Client client) {
        if (watch.closesForOutput(client)) {
            return;
        }
        long bytes = client.reply().size();
        if (bytes > 0) {
            statistics.sent(bytes);
        }
        client.send();
    }
}
