package org.backstay.proxy.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.proxy.exchange.Exchange;
import org.backstay.proxy.exchange.Lane;
import org.backstay.proxy.exchange.OutputQueue;
import org.backstay.proxy.exchange.Requester;
import org.backstay.proxy.exchange.ServerLink;
import org.backstay.resp.ReplyScanner;
import org.jspecify.annotations.Nullable;

/**
 * One connection from one loop to one server: requests of many clients go out in the order they came, and each reply goes to the
 * requester at the head of that order. Owned by its lane's loop. It never comes back: whoever needs another makes a new one.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter implements ServerLink, Lane.Flushing {
    /** Bytes waiting to be sent to one server before its clients are held back, and when they go on. */
    static final WriteBufferWaterMark BACKLOG = new WriteBufferWaterMark(2 << 20, 8 << 20);

    /** Requests without a reply before clients are held back; they go on at half of it. */
    static final int MOST_IN_FLIGHT = 100_000;

    /** The longest reply, somewhat more than Redis's longest string. */
    static final int LONGEST_REPLY = 544 << 20;

    private static final Duration FOREVER = Duration.ofDays(20);

    /** Who owns connections: told once of everything that matters beyond one of them. */
    interface Owner {
        /** The connection stands. */
        void connected();

        /** A reply has come; {@code type} is its first byte. */
        void replied(ByteBuf in, int offset, int length, byte type);

        /** The connection has ended. */
        void ended(ServerConnection connection, String why, boolean wasConnected);
    }

    private final Lane lane;
    private final ServerLabel label;
    private final Owner owner;
    private final Greeting greeting;
    private final long timeoutNanos;
    private final Channel channel;
    private final OutputQueue output;
    private final ReplyScanner scanner = new ReplyScanner(LONGEST_REPLY);
    private final RequestOrder order;
    private final List<Requester> heldBack = new ArrayList<>();
    private final List<Requester> slow = new ArrayList<>();
    private @Nullable ByteBuf rest;
    private @Nullable ScheduledFuture<?> deadline;
    private long answerableSince;
    private boolean connected;
    private boolean ready;
    private boolean flushing;
    private boolean ended;

    ServerConnection(
            Lane lane, ServerLabel label, Endpoint address, Greeting greeting, int timeoutMillis, Owner owner) {
        this.lane = lane;
        this.label = label;
        this.owner = owner;
        this.greeting = greeting;
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        this.order = new RequestOrder(label.counters());
        this.answerableSince = lane.now();
        Duration patience = timeoutMillis > 0 ? Duration.ofMillis(timeoutMillis) : FOREVER;
        Requester greeter = new Greeter();
        for (int step = 0; step < greeting.steps().size(); step++) {
            Exchange exchange = lane.exchanges().take(greeter);
            exchange.part = step;
            exchange.startedNanos = lane.now();
            order.add(exchange);
        }
        ChannelFuture connecting = lane.network().connect(lane.loop(), address, ConnectOptions.DEFAULT, patience, this);
        this.channel = connecting.channel();
        this.output = new OutputQueue(channel);
        channel.config().setWriteBufferWaterMark(BACKLOG);
        connecting.addListener(attempt -> {
            if (!attempt.isSuccess()) {
                end(Failures.words(attempt.cause()));
            }
        });
    }

    @Override
    public void send(Exchange exchange, long address, int length) {
        assert lane.loop().inEventLoop() && !ended;
        exchange.startedNanos = lane.now();
        exchange.requestBytes = length;
        exchange.link = this;
        order.add(exchange);
        output.write(address, length);
        if (deadline == null && timeoutNanos > 0) {
            watch(timeoutNanos);
        }
        if (ready && !flushing) {
            flushing = true;
            lane.flushLater(this);
        }
    }

    @Override
    public void flushNow() {
        flushing = false;
        if (!ended) {
            order.sent();
            output.flush();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connected = true;
        owner.connected();
        if (!greeting.steps().isEmpty()) {
            channel.write(greeting.bytes(channel.alloc()), channel.voidPromise());
        }
        ready = !greeting.verifies();
        if (ready) {
            flushNow();
        } else {
            channel.flush();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = joined((ByteBuf) message);
        rest = null;
        lane.tick();
        int length = ReplyScanner.MORE;
        while (!ended && in.isReadable() && (length = scanner.scan(in)) > 0) {
            int at = in.readerIndex();
            in.skipBytes(length);
            deliver(in, at, length);
        }
        if (ended || !in.isReadable()) {
            in.release();
            return;
        }
        rest = in;
        if (length == ReplyScanner.BROKEN) {
            lane.log()
                    .warning("server '" + label.text() + "' sent what is no reply (" + scanner.error()
                            + "); the connection is closed");
            end(Failures.INVALID);
        }
    }

    /** Puts what was left of a reply before what goes on with it. */
    private ByteBuf joined(ByteBuf received) {
        ByteBuf before = rest;
        if (before == null) {
            return received;
        }
        int size = received.readableBytes();
        if (before.writableBytes() < size) {
            // Doubled, so that a long reply is not copied again for each read of it.
            ByteBuf larger =
                    channel.alloc().directBuffer(Math.max(2 * before.readableBytes(), before.readableBytes() + size));
            larger.writeBytes(before);
            before.release();
            before = larger;
        }
        before.writeBytes(received);
        received.release();
        return before;
    }

    private void deliver(ByteBuf in, int offset, int length) {
        Exchange exchange = order.take(length);
        if (exchange == null) {
            lane.log().warning("server '" + label.text() + "' sent a reply to nothing; the connection is closed");
            end(Failures.INVALID);
            return;
        }
        Requester requester = exchange.requester;
        if (requester == null) {
            lane.exchanges().put(exchange);
        } else {
            requester.answered(exchange, in, offset, length);
        }
        owner.replied(in, offset, length, in.getByte(offset));
        if (!heldBack.isEmpty() && !isFull() && order.size() < MOST_IN_FLIGHT / 2) {
            letGo();
        }
    }

    @Override
    public boolean isFull() {
        return !ended
                && (order.size() >= MOST_IN_FLIGHT || !channel.isWritable() || output.gathered() >= BACKLOG.high());
    }

    @Override
    public void whenTaking(Requester requester) {
        if (!heldBack.contains(requester)) {
            heldBack.add(requester);
        }
    }

    private void letGo() {
        List<Requester> waiting = List.copyOf(heldBack);
        heldBack.clear();
        waiting.forEach(Requester::resume);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable() && !heldBack.isEmpty()) {
            lane.loop().execute(this::letGo);
        }
    }

    @Override
    public void pauseReading(Requester client) {
        if (!slow.contains(client)) {
            slow.add(client);
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void resumeReading(Requester client) {
        if (slow.remove(client) && slow.isEmpty()) {
            answerableSince = lane.tick();
            channel.config().setAutoRead(true);
        }
    }

    private void watch(long nanos) {
        deadline = lane.loop().schedule(this::checkDeadline, nanos, TimeUnit.NANOSECONDS);
    }

    /** The oldest request is the one that has waited longest, so one timer watches all. */
    private void checkDeadline() {
        deadline = null;
        Exchange oldest = order.oldest();
        if (ended || oldest == null) {
            return;
        }
        long now = lane.tick();
        long since = Math.max(oldest.startedNanos - now, answerableSince - now);
        long left = slow.isEmpty() ? since + timeoutNanos : timeoutNanos;
        if (left > 0) {
            watch(left);
        } else {
            end(Failures.TIMED_OUT);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(Failures.ENDED);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(Failures.words(cause));
    }

    /** Ends the connection: whoever waits for a reply on it gets this error. */
    void end(String why) {
        if (ended) {
            return;
        }
        ended = true;
        ready = false;
        if (deadline != null) {
            deadline.cancel(false);
        }
        output.release();
        ByteBuf unread = rest;
        rest = null;
        if (unread != null) {
            unread.release();
        }
        channel.close();
        owner.ended(this, why, connected);
        for (Exchange exchange = order.drop(); exchange != null; exchange = order.drop()) {
            Requester requester = exchange.requester;
            if (requester == null) {
                lane.exchanges().put(exchange);
            } else {
                requester.failed(exchange, why);
            }
        }
        slow.clear();
        letGo();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Reads the answers to the greeting. */
    private final class Greeter implements Requester {
        @Override
        public void answered(Exchange exchange, ByteBuf in, int offset, int length) {
            Greeting.Step step = greeting.steps().get(exchange.part);
            lane.exchanges().put(exchange);
            String reply = in.toString(offset, length, StandardCharsets.UTF_8);
            if (step == Greeting.Step.ROLE) {
                verify(reply);
            } else if (reply.startsWith("-")) {
                String what = step == Greeting.Step.SELECT ? "SELECT " + greeting.database() : step.name();
                lane.log()
                        .warning(what + " failed on " + label.pool() + " | " + label.name() + ": "
                                + reply.substring(1).strip());
            }
        }

        private void verify(String reply) {
            if (reply.contains("\r\nmaster\r\n")) {
                ready = true;
                flushNow();
                return;
            }
            lane.log()
                    .warning("server '" + label.text() + "' of pool '" + label.pool()
                            + "' is not a master now; no request is sent to it");
            end(Failures.HOST_DOWN);
        }

        @Override
        public void failed(Exchange exchange, String error) {
            lane.exchanges().put(exchange);
        }
    }
}
