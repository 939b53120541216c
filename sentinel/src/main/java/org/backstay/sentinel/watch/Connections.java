package org.backstay.sentinel.watch;

import java.time.Duration;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Node;
import org.backstay.resp.RespClient;
import org.backstay.resp.RespValue;
import org.backstay.sentinel.link.Link;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Address;
import org.backstay.sentinel.model.Instance;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.RedisInstance;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/** Makes connections to instances, again and again while there are none, and sends commands over them. Owned by the loop. */
public final class Connections {
    /** The channel of hello messages. */
    public static final String HELLO_CHANNEL = "__sentinel__:hello";

    /** What happens on connections. */
    public interface Listener {
        /** A command connection was begun: greet the instance. */
        void begun(Instance instance);

        /** A message came from the channel of hellos. */
        void hello(String message);
    }

    private static final long SHORTEST_TIMEOUT = 1_000;
    private static final long LONGEST_TIMEOUT = 5_000;
    private static final int MOST_PENDING = 100;
    private static final int LONGEST_REPLY = 16 * 1024 * 1024;
    private static final int NAME_LENGTH = 8;

    private final Node node;
    private final SentinelState state;
    private final Names names;
    private final Time time;
    private final ConnectOptions socket;
    private final Attention attention;
    private @Nullable Listener listener;

    /** Connects from the node's loop. */
    public Connections(
            Node node, SentinelState state, Names names, Time time, ConnectOptions socket, Attention attention) {
        this.node = node;
        this.state = state;
        this.names = names;
        this.time = time;
        this.socket = socket;
        this.attention = attention;
    }

    /** Sets who hears of connections; once, before the first. */
    public void listener(Listener other) {
        listener = other;
    }

    /** Makes the connections that are missing, no more often than once a ping period. */
    public void maintain(Instance instance) {
        Link link = instance.link;
        if (link.triesCommands() && link.triesMessages()) {
            return;
        }
        if (instance.address.port() == 0 || link.resolving) {
            return;
        }
        if (time.since(link.attemptAt) < state.periods.get(Period.PING_PERIOD)) {
            return;
        }
        link.attemptAt = time.now();
        if (state.settings.resolveHostnames && !link.triesCommands() && !Names.isIp(instance.address.host())) {
            resolveAndDial(instance);
        } else {
            dial(instance);
        }
    }

    /** A host may have moved: its name is looked up for every new connection. */
    private void resolveAndDial(Instance instance) {
        Link link = instance.link;
        Address asked = instance.address;
        link.resolving = true;
        names.resolve(asked.host(), ip -> {
            link.resolving = false;
            if (instance.isForgotten()) {
                return;
            }
            if (!ip.isEmpty() && asked.equals(instance.address)) {
                instance.address = new Address(asked.host(), ip, asked.port());
            }
            dial(instance);
        });
    }

    private void dial(Instance instance) {
        if (!instance.address.reachable()) {
            return;
        }
        if (!instance.link.triesCommands()) {
            dialCommands(instance);
        }
        if (instance instanceof RedisInstance redis && !redis.link.triesMessages()) {
            dialMessages(redis);
        }
    }

    private void dialCommands(Instance instance) {
        Link link = instance.link;
        Ending ending = new Ending(instance, link);
        RespClient client =
                RespClient.connect(node.network(), node.loop(), instance.address.endpoint(), options(instance), ending);
        if (ending.ended) {
            link.silent();
            return;
        }
        link.commands(client);
        introduce(instance, client, "cmd");
        heard().begun(instance);
    }

    private void dialMessages(RedisInstance redis) {
        Link link = redis.link;
        Ending ending = new Ending(redis, link);
        RespClient client =
                RespClient.connect(node.network(), node.loop(), redis.address.endpoint(), options(redis), ending);
        if (ending.ended) {
            return;
        }
        link.messages(client);
        introduce(redis, client, "pubsub");
        client.subscribe(redis.master().wireName("SUBSCRIBE"), HELLO_CHANNEL);
    }

    private RespClient.Options options(Instance instance) {
        long timeout = Math.clamp(instance.downAfter, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
        int inFlight = MOST_PENDING * Math.max(1, instance.link.owners());
        return new RespClient.Options(socket, Duration.ofMillis(timeout), 2, null, null, inFlight, LONGEST_REPLY);
    }

    /** AUTH when there is a password, and a name by which operators find us in CLIENT LIST. */
    private void introduce(Instance instance, RespClient client, String purpose) {
        MonitoredMaster master = instance.master();
        boolean sentinel = instance instanceof KnownSentinel;
        String user = sentinel ? sentinelUser() : master.authUser;
        String password = sentinel ? sentinelPassword() : master.authPass;
        if (password != null) {
            String auth = master.wireName("AUTH");
            String[] words = user == null ? new String[] {auth, password} : new String[] {auth, user, password};
            client.send(Connections::ignore, words);
        }
        String id = state.myId.substring(0, Math.min(NAME_LENGTH, state.myId.length()));
        client.send(Connections::ignore, master.wireName("CLIENT"), "SETNAME", "sentinel-" + id + "-" + purpose);
    }

    private @Nullable String sentinelUser() {
        return state.settings.sentinelPass == null ? null : state.settings.sentinelUser;
    }

    private @Nullable String sentinelPassword() {
        String own = state.settings.sentinelPass;
        return own == null ? state.settings.requirePass : own;
    }

    /** What is done with a reply whose effect is seen elsewhere. */
    public static void ignore(@Nullable RespValue reply, @Nullable Throwable failure) {}

    /**
     * Sends a command under the name that it has there.
     *
     * @param callback not called for an instance that left the tables meanwhile
     * @return whether it was sent
     */
    public boolean send(Instance instance, RespClient.Callback callback, String command, String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = instance.master().wireName(command);
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return instance.link.send(
                (reply, failure) -> {
                    if (!instance.isForgotten()) {
                        callback.done(reply, failure);
                    }
                },
                words);
    }

    private Listener heard() {
        if (listener == null) {
            throw new IllegalStateException("nobody listens to the connections yet");
        }
        return listener;
    }

    /** Follows one connection to its end. */
    private final class Ending implements RespClient.Listener {
        private final Instance instance;
        private final Link link;
        private boolean ended;

        Ending(Instance instance, Link link) {
            this.instance = instance;
            this.link = link;
        }

        @Override
        public void connected(RespClient client) {
            if (!instance.isForgotten()) {
                attention.see(instance);
            }
        }

        @Override
        public void push(RespClient client, RespValue message) {
            link.messageAt = time.now();
            var parts = message.list();
            if (parts.size() == 3 && parts.get(0).text().equals("message")) {
                heard().hello(latin(parts.get(2)));
            }
        }

        @Override
        public void disconnected(RespClient client, @Nullable Throwable cause) {
            ended = true;
            if (link.lost(client) && !instance.isForgotten()) {
                attention.see(instance);
                attention.judge(instance.master());
            }
        }
    }

    private static String latin(RespValue value) {
        return value instanceof RespValue.Bulk bulk
                ? new String(bulk.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1)
                : value.text();
    }
}
