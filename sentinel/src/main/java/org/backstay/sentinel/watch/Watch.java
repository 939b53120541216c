package org.backstay.sentinel.watch;

import org.backstay.sentinel.model.Instance;
import org.backstay.sentinel.model.RedisInstance;

/** Everything that is done for an instance again and again, whatever is thought of it. Owned by the loop. */
public final class Watch implements Connections.Listener {
    private final Connections connections;
    private final Pings pings;
    private final InfoPolls infos;
    private final HelloSender helloSender;
    private final HelloReader helloReader;
    private final SubjectiveJudge judge;

    /** Watches by these. */
    public Watch(
            Connections connections,
            Pings pings,
            InfoPolls infos,
            HelloSender helloSender,
            HelloReader helloReader,
            SubjectiveJudge judge) {
        this.connections = connections;
        this.pings = pings;
        this.infos = infos;
        this.helloSender = helloSender;
        this.helloReader = helloReader;
        this.judge = judge;
    }

    /** Connects to the instance if need be and asks what it is time to ask. */
    public void see(Instance instance) {
        judge.dropStale(instance);
        connections.maintain(instance);
        if (!instance.link.isConnected()) {
            return;
        }
        if (instance instanceof RedisInstance redis) {
            infos.poll(redis);
        }
        pings.ping(instance);
        helloSender.greet(instance);
    }

    @Override
    public void begun(Instance instance) {
        pings.pingNow(instance);
    }

    @Override
    public void hello(String message) {
        helloReader.read(message);
    }
}
