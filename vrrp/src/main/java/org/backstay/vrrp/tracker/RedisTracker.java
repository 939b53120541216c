package org.backstay.vrrp.tracker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Node;
import org.backstay.resp.RespClient;
import org.backstay.resp.RespValue;
import org.backstay.vrrp.config.RedisConfig;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.instance.Alarm;
import org.backstay.vrrp.instance.Contribution;
import org.backstay.vrrp.link.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * A {@code vrrp_redis}: the address follows the data. Up while this node's server is a master that takes writes by its own word, and
 * enough of its sentinels name this node as the master; or while its proxy answers.
 *
 * <p>Asked over connections that stay open, so a check costs a packet each way and no process. A connection that breaks is a failure at
 * once, before the next check is due.
 */
final class RedisTracker implements Tracker {
    private static final String[] ROLE = {"ROLE"};
    private static final String[] PING = {"PING"};

    private final RedisConfig config;
    private final Node node;
    private final Kernel kernel;
    private final Runnable changed;
    private final RiseAndFall verdict;
    private final Alarm next;
    private final Question server;
    private final List<Question> sentinels = new ArrayList<>();
    private boolean stopped;
    private String reason = "";

    RedisTracker(RedisConfig config, Node node, Kernel kernel, Runnable changed) {
        this.config = config;
        this.node = node;
        this.kernel = kernel;
        this.changed = changed;
        verdict = new RiseAndFall(config.rise(), config.fall(), false);
        next = new Alarm(node.loop(), node.clock(), this::check);
        Duration timeout = Duration.ofNanos(config.timeout());
        RespClient.Options options = RespClient.Options.DEFAULT.withTimeout(timeout);
        boolean master = config.role() == RedisConfig.Role.MASTER;
        server = new Question(
                node,
                config.server(),
                options.withPassword(config.user(), config.password()),
                config.timeout(),
                master ? ROLE : PING,
                master ? RedisTracker::isMaster : RedisTracker::isServing,
                this::answered);
        String[] words = {"SENTINEL", "get-master-addr-by-name", config.masterName()};
        config.sentinels()
                .forEach(each -> sentinels.add(
                        new Question(node, each, options, config.timeout(), words, this::namesUs, this::answered)));
    }

    private static boolean isMaster(RespValue reply) {
        List<RespValue> parts = reply.list();
        return !parts.isEmpty() && parts.getFirst().text().equals("master");
    }

    /** A proxy that refuses PING because it has no servers does not serve; any other reply means that it does. */
    private static boolean isServing(RespValue reply) {
        return !reply.isError();
    }

    private boolean namesUs(RespValue reply) {
        List<RespValue> parts = reply.list();
        if (parts.size() != 2
                || !parts.get(1).text().equals(Integer.toString(config.server().port()))) {
            return false;
        }
        String host = parts.getFirst().text();
        IpAddress address = IpAddress.parse(host);
        return host.equals(config.server().host()) || (address != null && kernel.holds(address));
    }

    @Override
    public void start() {
        check();
    }

    @Override
    public void stop() {
        stopped = true;
        next.off();
        server.close();
        sentinels.forEach(Question::close);
    }

    private void check() {
        next.in(config.interval());
        server.ask();
        sentinels.forEach(Question::ask);
    }

    /** One of the answers is there; the round counts as soon as it is decided. */
    private void answered() {
        if (stopped) {
            return;
        }
        Boolean good = decided();
        if (good == null) {
            return;
        }
        server.counted();
        sentinels.forEach(Question::counted);
        if (verdict.result(good)) {
            node.log().notice("VRRP_Redis(" + config.name() + ") " + (good ? "succeeded" : "failed: " + reason));
            changed.run();
        }
    }

    private @Nullable Boolean decided() {
        Question.Answer own = server.answer();
        if (own == Question.Answer.NO) {
            reason = config.server()
                    + (config.role() == RedisConfig.Role.MASTER ? " is no writable master" : " does not serve");
            return Boolean.FALSE;
        }
        if (own == Question.Answer.OPEN) {
            return null;
        }
        if (sentinels.isEmpty()) {
            return own == Question.Answer.YES;
        }
        long yes = sentinels.stream()
                .filter(each -> each.answer() == Question.Answer.YES)
                .count();
        long open = sentinels.stream()
                .filter(each -> each.answer() == Question.Answer.OPEN)
                .count();
        if (yes >= config.quorum()) {
            return Boolean.TRUE;
        }
        if (yes + open < config.quorum()) {
            reason = yes + " of " + sentinels.size() + " sentinels name it, " + config.quorum() + " are needed";
            return Boolean.FALSE;
        }
        return null;
    }

    @Override
    public Contribution contribution(Tracked as) {
        return Tracker.upOrDown(verdict.known(), verdict.up(), as, config.weight(), false);
    }

    @Override
    public Standing standing() {
        return new Standing.OfOther(config.name(), verdict.word());
    }
}
