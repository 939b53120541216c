package org.backstay.proxy.sentinel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.resp.RespClient;
import org.backstay.resp.RespValue;
import org.jspecify.annotations.Nullable;

/**
 * Two connections to one sentinel, one that asks and one that listens for switches of masters. Made anew a second after they
 * break. Owned by the node's loop.
 */
final class SentinelLink {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long RETRY_MILLIS = 1_000;

    /** A master has moved; and, from the sentinel that moves it and earlier, the new one has been promoted. */
    private static final String[] EVENTS = {"+switch-master", "+failover-state-reconf-slaves"};

    /** Told what the sentinel says. */
    interface Listener {
        /** Its answer about one master. */
        void reported(String master, MasterReport report);

        /** It can be asked; it could not be before. */
        void connected(SentinelLink link);

        /** It can't be asked any more, or could not be reached. */
        void lost(SentinelLink link, String why);

        /** It has announced that a master moved. */
        void switched(SentinelLink link);
    }

    private final Node node;
    private final Endpoint sentinel;
    private final List<String> masters;
    private final Listener listener;
    private @Nullable RespClient questions;
    private @Nullable RespClient events;
    private int unanswered;
    private boolean askAgain;
    private boolean closed;

    SentinelLink(Node node, Endpoint sentinel, List<String> masters, Listener listener) {
        this.node = node;
        this.sentinel = sentinel;
        this.masters = masters;
        this.listener = listener;
    }

    Endpoint sentinel() {
        return sentinel;
    }

    void connect() {
        if (closed) {
            return;
        }
        RespClient.Options options = RespClient.Options.DEFAULT.withTimeout(PATIENCE);
        questions = RespClient.connect(node.network(), node.loop(), sentinel, options, new RespClient.Listener() {
            @Override
            public void connected(RespClient client) {
                listener.connected(SentinelLink.this);
                ask();
            }

            @Override
            public void disconnected(RespClient client, @Nullable Throwable cause) {
                broken(client, cause);
            }
        });
        events = RespClient.connect(node.network(), node.loop(), sentinel, options, new RespClient.Listener() {
            @Override
            public void connected(RespClient client) {
                client.subscribe("SUBSCRIBE", EVENTS);
            }

            @Override
            public void push(RespClient client, RespValue message) {
                List<RespValue> parts = message.list();
                if (parts.size() == 3 && parts.get(0).text().equals("message")) {
                    listener.switched(SentinelLink.this);
                }
            }

            @Override
            public void disconnected(RespClient client, @Nullable Throwable cause) {
                broken(client, cause);
            }
        });
    }

    /** One connection broke: both are closed, and made again later. */
    private void broken(RespClient client, @Nullable Throwable cause) {
        RespClient first = questions;
        RespClient second = events;
        if (closed || first == null || second == null || (client != first && client != second)) {
            return;
        }
        questions = null;
        events = null;
        unanswered = 0;
        askAgain = false;
        first.close();
        second.close();
        listener.lost(this, cause == null ? "closed" : String.valueOf(cause.getMessage()));
        node.loop().schedule(this::connect, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Asks about all masters; while answers are missing, once more after them. */
    void ask() {
        RespClient client = questions;
        if (client == null || !client.isConnected()) {
            return;
        }
        if (unanswered > 0) {
            askAgain = true;
            return;
        }
        for (String master : masters) {
            ask(client, master);
        }
    }

    /** The place comes first: after a promotion it is new before SENTINEL MASTER says so. */
    private void ask(RespClient client, String master) {
        Question question = new Question(client, master);
        if (client.send(question::place, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", master)
                && client.send(question::rest, "SENTINEL", "MASTER", master)) {
            unanswered++;
        }
    }

    /** Two commands about one master, whose answers belong together. */
    private final class Question {
        private final RespClient asked;
        private final String master;
        private @Nullable Endpoint place;

        Question(RespClient asked, String master) {
            this.asked = asked;
            this.master = master;
        }

        void place(@Nullable RespValue reply, @Nullable Throwable failure) {
            List<RespValue> parts = reply == null ? List.of() : reply.list();
            if (parts.size() != 2) {
                return;
            }
            try {
                place = new Endpoint(
                        parts.get(0).text(), Integer.parseInt(parts.get(1).text()));
            } catch (IllegalArgumentException noPlace) {
                place = null;
            }
        }

        void rest(@Nullable RespValue reply, @Nullable Throwable failure) {
            if (reply == null || asked != questions) {
                return;
            }
            unanswered--;
            Endpoint told = place;
            if (told != null && !reply.isError()) {
                String flags = field(reply, "flags");
                boolean replacing = flags.contains("o_down") || flags.contains("failover_in_progress");
                listener.reported(master, new MasterReport(sentinel, told, epoch(reply), replacing));
            }
            if (unanswered == 0 && askAgain) {
                askAgain = false;
                ask();
            }
        }
    }

    private static String field(RespValue reply, String name) {
        List<RespValue> parts = reply.list();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            if (parts.get(i).text().equals(name)) {
                return parts.get(i + 1).text();
            }
        }
        return "";
    }

    private static long epoch(RespValue reply) {
        try {
            return Long.parseLong(field(reply, "config-epoch"));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    void close() {
        closed = true;
        if (questions != null) {
            questions.close();
        }
        if (events != null) {
            events.close();
        }
    }
}
