package org.backstay.sentinel.watch;

import java.util.function.Consumer;
import org.backstay.resp.RespClient;
import org.backstay.sentinel.model.Address;
import org.backstay.sentinel.model.RedisInstance;
import org.backstay.sentinel.model.SentinelState;

/** Tells a Redis whom to follow. Owned by the loop. */
public final class Orders {
    private final SentinelState state;
    private final Connections connections;
    private final Attention attention;
    private Consumer<RedisInstance> afterwards = instance -> {};

    /** Sends over the connections. */
    public Orders(SentinelState state, Connections connections, Attention attention) {
        this.state = state;
        this.connections = connections;
        this.attention = attention;
    }

    /** Sets what is done when an order was carried out or refused, to see what came of it; once, before the first. */
    public void afterwards(Consumer<RedisInstance> look) {
        afterwards = look;
    }

    /** Tells it to follow the address; false when that could not be sent. */
    public boolean follow(RedisInstance instance, Address master) {
        return send(instance, state.shown(master), Integer.toString(master.port()));
    }

    /** Tells it to be a master; false when that could not be sent. */
    public boolean promote(RedisInstance instance) {
        return send(instance, "NO", "ONE");
    }

    /**
     * One transaction: follow, keep that in the configuration file, and disconnect all clients, so that they ask anew who the master is. What
     * came of it is not read from the replies but from INFO.
     */
    private boolean send(RedisInstance instance, String host, String port) {
        RespClient.Callback ignore = Connections::ignore;
        return connections.send(instance, ignore, "MULTI")
                && connections.send(instance, ignore, "SLAVEOF", host, port)
                && connections.send(instance, ignore, "CONFIG", "REWRITE")
                && connections.send(instance, ignore, "CLIENT", "KILL", "TYPE", "normal")
                && connections.send(instance, ignore, "CLIENT", "KILL", "TYPE", "pubsub")
                && connections.send(instance, (reply, failure) -> done(instance), "EXEC");
    }

    private void done(RedisInstance instance) {
        afterwards.accept(instance);
        attention.judge(instance.master());
    }
}
