package org.backstay.stack.drill;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.node.Endpoint;
import org.backstay.node.Network;
import org.backstay.resp.RespClient;
import org.backstay.resp.RespValue;

/** When each of the sentinels' events about one master was first heard. Owned by the loop. */
final class SentinelEvents {
    private final EventLoop loop;
    private final List<RespClient> clients = new ArrayList<>();
    private final Map<String, Long> first = new HashMap<>();
    private String master = "";

    SentinelEvents(EventLoop loop) {
        this.loop = loop;
    }

    void listen(Network network, List<Endpoint> sentinels) {
        RespClient.Options options = RespClient.Options.DEFAULT.withTimeout(Duration.ofSeconds(2));
        for (Endpoint sentinel : sentinels) {
            RespClient client = RespClient.connect(network, loop, sentinel, options, new RespClient.Listener() {
                @Override
                public void push(RespClient from, RespValue message) {
                    heard(message.list());
                }
            });
            client.subscribe("PSUBSCRIBE", "*");
            clients.add(client);
        }
    }

    /** {@code pmessage, pattern, event, text}: the text names the master. */
    private void heard(List<RespValue> message) {
        if (message.size() != 4 || !message.getFirst().text().equals("pmessage")) {
            return;
        }
        String event = message.get(2).text();
        String text = " " + message.get(3).text() + " ";
        if (text.contains(" " + master + " ")) {
            first.putIfAbsent(event, loop.ticker().nanoTime());
        }
    }

    /** Forgets what was heard and listens for this master's events. */
    void watch(String name) {
        master = name;
        first.clear();
    }

    /** Milliseconds from a moment to an event, or -1 when it was not heard. */
    double millisSince(long nanos, String event) {
        Long at = first.get(event);
        return at == null ? -1 : (at - nanos) / 1e6;
    }

    void close() {
        clients.forEach(RespClient::close);
    }
}
