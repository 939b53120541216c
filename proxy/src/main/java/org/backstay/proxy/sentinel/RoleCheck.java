package org.backstay.proxy.sentinel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.resp.RespClient;
import org.backstay.resp.RespValue;
import org.jspecify.annotations.Nullable;

/** Asks a server once whether it is a master. On the node's loop. */
final class RoleCheck {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Consumer<@Nullable String> done;
    private @Nullable RespClient client;
    private boolean finished;

    private RoleCheck(Consumer<@Nullable String> done) {
        this.done = done;
    }

    /**
     * Asks.
     *
     * @param done called once: with null when it is a master, else with why it can't be followed
     */
    static void ask(Node node, Endpoint place, @Nullable String password, Consumer<@Nullable String> done) {
        RoleCheck check = new RoleCheck(done);
        RespClient.Options options = RespClient.Options.DEFAULT.withTimeout(PATIENCE);
        if (password != null) {
            options = options.withPassword(null, password);
        }
        RespClient client = RespClient.connect(node.network(), node.loop(), place, options, new RespClient.Listener() {
            @Override
            public void disconnected(RespClient gone, @Nullable Throwable cause) {
                check.finish(cause == null ? "no answer" : String.valueOf(cause.getMessage()));
            }
        });
        check.client = client;
        client.send(check::answered, "ROLE");
        node.loop().schedule(() -> check.finish("no answer"), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void answered(@Nullable RespValue reply, @Nullable Throwable failure) {
        if (reply == null) {
            finish(failure == null ? "no answer" : String.valueOf(failure.getMessage()));
            return;
        }
        List<RespValue> role = reply.list();
        if (reply.isError() || role.isEmpty()) {
            finish(reply.text());
        } else if (role.getFirst().text().equals("master")) {
            finish(null);
        } else {
            finish("it says that it is a " + role.getFirst().text());
        }
    }

    private void finish(@Nullable String reason) {
        if (finished) {
            return;
        }
        finished = true;
        RespClient asked = client;
        if (asked != null) {
            asked.close();
        }
        done.accept(reason);
    }
}
