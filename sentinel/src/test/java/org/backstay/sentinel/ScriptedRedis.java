package org.backstay.sentinel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Node;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.RequestInput;
import org.backstay.resp.RequestLimits;
import org.backstay.resp.RespClient;
import org.backstay.resp.RespValue;
import org.backstay.testkit.sim.Boot;

/**
 * As much of a Redis as a sentinel can see, for the simulation: it answers PING and INFO, carries hello messages, follows a master over a
 * real connection, changes its role when told, and remembers that on its disk. Its data is a number that grows while it is a master.
 */
final class ScriptedRedis implements AutoCloseable {
    static final int PORT = 6379;

    private static final Path CONFIG = Path.of("/data/redis.conf");
    private static final long MILLIS = 1_000_000;
    private static final int STEP = 100;

    private final Node node;
    private final String ip;
    private final String runId;
    private final Set<Guest> guests = new LinkedHashSet<>();
    private String masterHost;
    private int masterPort;
    private long offset;
    private RespClient link;
    private boolean linkUp;
    private long linkDownSince;

    private ScriptedRedis(Node node, String ip, String firstMaster) throws IOException {
        this.node = node;
        this.ip = ip;
        this.runId = String.format(Locale.ROOT, "%040x", node.random().nextLong() >>> 1);
        if (node.disk().exists(CONFIG)) {
            String[] words = new String(node.disk().readAll(CONFIG), StandardCharsets.UTF_8).split(" ", -1);
            follow(words[0].equals("-") ? null : words[0], Integer.parseInt(words[1]));
        } else {
            node.disk().createDirectories(CONFIG.getParent());
            follow(firstMaster, PORT);
            remember();
        }
    }

    /** Boots one that at first follows a master, or is one. */
    static Boot boot(String ip, String firstMaster) {
        return node -> {
            ScriptedRedis redis = new ScriptedRedis(node, ip, firstMaster);
            redis.start();
            return redis;
        };
    }

    private void start() {
        node.network().listen(node.loop(), new Endpoint("0.0.0.0", PORT), ListenOptions.DEFAULT, this::accept);
        node.loop().scheduleWithFixedDelay((Runnable) this::live, STEP, STEP, TimeUnit.MILLISECONDS);
    }

    boolean isMaster() {
        return masterHost == null;
    }

    /** Whom it follows with a link that stands; null when nobody. */
    String follows() {
        return linkUp ? masterHost : null;
    }

    private long now() {
        return node.clock().nanoTime() / MILLIS;
    }

    private void live() {
        if (isMaster()) {
            offset += STEP;
        } else if (link == null) {
            connect();
        } else {
            link.send(this::replicated, "GETOFFSET");
        }
    }

    private void connect() {
        RespClient.Listener listener = new RespClient.Listener() {
            @Override
            public void disconnected(RespClient client, Throwable cause) {
                if (link == client) {
                    link = null;
                    linkLost();
                }
            }
        };
        link = RespClient.connect(
                node.network(),
                node.loop(),
                new Endpoint(masterHost, masterPort),
                RespClient.Options.DEFAULT,
                listener);
        link.send((reply, failure) -> {}, "REPLICA", ip, Integer.toString(PORT));
    }

    private void replicated(RespValue reply, Throwable failure) {
        if (reply instanceof RespValue.Int value) {
            offset = value.value();
            linkUp = true;
        }
    }

    private void linkLost() {
        if (linkUp) {
            linkUp = false;
            linkDownSince = now();
        }
    }

    private void follow(String host, int port) {
        RespClient old = link;
        link = null;
        if (old != null) {
            old.close();
        }
        linkUp = false;
        linkDownSince = now();
        masterHost = host;
        masterPort = port;
    }

    private void remember() throws IOException {
        String text = (masterHost == null ? "-" : masterHost) + " " + masterPort;
        node.disk().replace(CONFIG, text.getBytes(StandardCharsets.UTF_8));
    }

    private String info() {
        StringBuilder text = new StringBuilder("# Server\r\nrun_id:" + runId + "\r\n# Replication\r\n");
        if (isMaster()) {
            text.append("role:master\r\n");
            int number = 0;
            for (Guest guest : guests) {
                if (guest.replica != null) {
                    text.append("slave" + number + ":ip=" + guest.replica + ",port=" + PORT + ",state=online\r\n");
                    number++;
                }
            }
        } else {
            text.append("role:slave\r\nmaster_host:" + masterHost + "\r\nmaster_port:" + masterPort + "\r\n")
                    .append("master_link_status:" + (linkUp ? "up" : "down") + "\r\n")
                    .append("slave_repl_offset:" + offset + "\r\nslave_priority:100\r\n");
            if (!linkUp) {
                text.append("master_link_down_since_seconds:" + (now() - linkDownSince) / 1_000 + "\r\n");
            }
        }
        return text.toString();
    }

    private void accept(Channel channel) {
        Guest guest = new Guest(channel);
        guests.add(guest);
        channel.pipeline().addLast(guest);
    }

    @Override
    public void close() {
        guests.forEach(Guest::free);
    }

    /** One connection to it. */
    private final class Guest extends ChannelInboundHandlerAdapter {
        private final Channel channel;
        private final RequestInput input;
        private final ReplyWriter reply;
        private List<List<String>> queued;
        private String replica;
        private boolean listens;
        private boolean freed;

        Guest(Channel channel) {
            this.channel = channel;
            this.input = new RequestInput(channel.alloc(), new RequestLimits());
            this.reply = new ReplyWriter(channel.alloc());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
            input.add((ByteBuf) message);
            while (input.next() == RequestInput.Status.REQUEST) {
                Request request = input.request();
                List<String> words = new ArrayList<>();
                for (int i = 0; i < request.size(); i++) {
                    words.add(request.text(i));
                }
                take(words);
            }
            input.settle();
            flush();
        }

        private void flush() {
            reply.drain((ByteBuf part) -> channel.write(part));
            channel.flush();
        }

        private void take(List<String> words) throws IOException {
            String command = words.getFirst().toLowerCase(Locale.ROOT);
            if (command.equals("multi")) {
                queued = new ArrayList<>();
                reply.ok();
            } else if (command.equals("exec")) {
                List<List<String>> all = queued;
                queued = null;
                reply.array(all.size());
                for (List<String> each : all) {
                    run(each.getFirst().toLowerCase(Locale.ROOT), each);
                }
            } else if (queued != null) {
                queued.add(words);
                reply.simple("QUEUED");
            } else {
                run(command, words);
            }
        }

        private void run(String command, List<String> words) throws IOException {
            switch (command) {
                case "ping" -> reply.simple("PONG");
                case "info" -> reply.bulk(info());
                case "getoffset" -> reply.integer(offset);
                case "replica" -> {
                    replica = words.get(1);
                    reply.ok();
                }
                case "slaveof" -> {
                    boolean nobody = words.get(1).equalsIgnoreCase("no");
                    follow(nobody ? null : words.get(1), nobody ? 0 : Integer.parseInt(words.get(2)));
                    reply.ok();
                }
                case "config" -> {
                    remember();
                    reply.ok();
                }
                case "client" -> {
                    if (words.get(1).equalsIgnoreCase("kill")) {
                        kill(words.get(3).equals("pubsub"));
                    }
                    reply.ok();
                }
                case "subscribe" -> {
                    listens = true;
                    message("subscribe", words.get(1), null);
                }
                case "publish" -> {
                    List.copyOf(guests).forEach(guest -> guest.hear(words.get(1), words.get(2)));
                    reply.integer(1);
                }
                default -> reply.error("ERR unknown command '" + command + "'");
            }
        }

        private void kill(boolean listeners) {
            for (Guest guest : List.copyOf(guests)) {
                if (guest != this && guest.replica == null && guest.listens == listeners) {
                    guest.channel.close();
                }
            }
        }

        private void hear(String channelName, String text) {
            if (listens) {
                message("message", channelName, text);
                flush();
            }
        }

        private void message(String kind, String channelName, String text) {
            reply.push(3);
            reply.bulk(kind);
            reply.bulk(channelName);
            if (text == null) {
                reply.integer(1);
            } else {
                reply.bulk(text);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            guests.remove(this);
            free();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        void free() {
            if (!freed) {
                freed = true;
                input.close();
                reply.close();
            }
        }
    }
}
