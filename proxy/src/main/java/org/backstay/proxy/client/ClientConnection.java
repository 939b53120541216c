package org.backstay.proxy.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.proxy.exchange.Exchange;
import org.backstay.proxy.exchange.Join;
import org.backstay.proxy.exchange.Lane;
import org.backstay.proxy.exchange.OutputQueue;
import org.backstay.proxy.exchange.Requester;
import org.backstay.proxy.exchange.ServerLink;
import org.backstay.proxy.pool.Pool;
import org.backstay.proxy.stats.PoolMetric;
import org.backstay.resp.RequestInput;
import org.backstay.resp.RequestLimits;
import org.jspecify.annotations.Nullable;

/**
 * One client: its requests in, and in the same order its replies out. Owned by its lane's loop.
 *
 * <p>What it may use is limited. It is not read while {@value #MOST_IN_FLIGHT} of its requests are under way, while its socket takes
 * no more replies, or while a server that it wrote to takes no more requests. When even so more than {@value #MOST_BACKLOG}
 * bytes of replies wait for it, the servers that go on answering it are not read either; as others wait for those too, a client that
 * does not take its replies for {@value #SLOW_SECONDS} seconds of that is closed.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter implements Requester, Lane.Flushing {
    /** Requests of one client under way. */
    static final int MOST_IN_FLIGHT = 1_024;

    /** Bytes of replies that wait for one client, sent or not yet due, before servers are held back. */
    static final int MOST_BACKLOG = 32 << 20;

    /** How long a client may hold servers back. */
    static final int SLOW_SECONDS = 2;

    /** Bytes of one request that is not whole yet: what Redis calls {@code client-query-buffer-limit}. */
    static final long LONGEST_REQUEST = 1L << 30;

    /** Bytes waiting in the socket's queue before the client is not read, and when it is again. */
    private static final WriteBufferWaterMark REPLIES = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private static final RequestLimits LIMITS = new RequestLimits();

    private final Lane lane;
    private final Pool pool;
    private final Channel channel;
    private final int number;
    private final RequestInput input;
    private final OutputQueue output;
    private final Dispatcher dispatcher;
    private final List<ServerLink> heldBack = new ArrayList<>();
    private final Runnable gone;
    private @Nullable Exchange head;
    private @Nullable Exchange tail;
    private @Nullable ScheduledFuture<?> patience;
    private int inFlight;
    private long held;
    private long unsent;
    private boolean authenticated;
    private boolean waitsForServer;
    private boolean paused;
    private boolean reading;
    private boolean flushing;
    private boolean closing;
    private boolean eof;
    private boolean closed;

    /**
     * A client that has just connected; it is to be added to the channel's pipeline.
     *
     * @param number spreads clients over the connections of a server; not negative
     * @param gone called once when the connection has ended
     */
    public ClientConnection(Lane lane, Pool pool, Channel channel, int number, Runnable gone) {
        this.lane = lane;
        this.pool = pool;
        this.channel = channel;
        this.number = number;
        this.gone = gone;
        this.input = new RequestInput(channel.alloc(), LIMITS);
        this.output = new OutputQueue(channel);
        this.dispatcher = new Dispatcher(this, pool);
        this.authenticated = pool.config().password() == null;
        input.authenticated(authenticated);
        channel.config().setWriteBufferWaterMark(REPLIES);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        pool.counters().pool().increment(PoolMetric.CLIENT_CONNECTIONS);
    }

    Lane lane() {
        return lane;
    }

    /** The same for all requests of this client. */
    int number() {
        return number;
    }

    boolean authenticated() {
        return authenticated;
    }

    void authenticated(boolean yes) {
        authenticated = yes;
        input.authenticated(yes);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closed || closing) {
            ((ByteBuf) message).release();
            return;
        }
        lane.tick();
        input.add((ByteBuf) message);
        readOn();
    }

    /** Looks at what was received for as long as there may be more requests under way. */
    private void readOn() {
        if (reading) {
            return;
        }
        reading = true;
        RequestInput.Status status = RequestInput.Status.REQUEST;
        while (mayRead() && (status = input.next()) == RequestInput.Status.REQUEST) {
            dispatcher.dispatch(input.request());
        }
        if (status == RequestInput.Status.BROKEN && !closing) {
            answer("-ERR " + input.error() + "\r\n");
            closeWhenAnswered();
        }
        if (status == RequestInput.Status.MORE && input.unread() > LONGEST_REQUEST) {
            answer("-ERR Protocol error: a request of more than " + LONGEST_REQUEST + " bytes\r\n");
            closeWhenAnswered();
        }
        reading = false;
        if (closed) {
            input.close();
            return;
        }
        input.settle();
        paused = !mayRead();
        if (channel.config().isAutoRead() == paused) {
            channel.config().setAutoRead(!paused);
        }
        if (eof && !paused) {
            closeWhenAnswered();
        }
    }

    private boolean mayRead() {
        return inFlight < MOST_IN_FLIGHT && !waitsForServer && !closing && !closed && channel.isWritable();
    }

    /** Takes a place in the order of replies. */
    Exchange open() {
        Exchange exchange = lane.exchanges().take(this);
        Exchange last = tail;
        if (last == null) {
            head = exchange;
        } else {
            last.nextOfClient = exchange;
        }
        tail = exchange;
        inFlight++;
        return exchange;
    }

    /** Sends a request, or a part of one, and stops reading when the server has enough to do. */
    void send(ServerLink link, Exchange exchange, long address, int length) {
        link.send(exchange, address, length);
        if (link.isFull() && !waitsForServer) {
            waitsForServer = true;
            link.whenTaking(this);
        }
    }

    @Override
    public void resume() {
        waitsForServer = false;
        if (!closed && paused) {
            lane.tick();
            readOn();
        }
    }

    /** Answers the request that is looked at now. */
    void answer(String reply) {
        answer(reply.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers the request that is looked at now. */
    void answer(byte[] reply) {
        if (head == null) {
            output.room(reply.length).writeBytes(reply);
            unsent += reply.length;
            flushLater();
            return;
        }
        Exchange exchange = open();
        exchange.reply().hold(reply);
        exchange.done();
        held += exchange.heldBytes();
    }

    /** Answers the request that is looked at now: it could not be sent to any server. */
    void refuse(String error) {
        pool.counters().pool().increment(PoolMetric.FORWARD_ERROR);
        answer("-ERR " + error + "\r\n");
    }

    @Override
    public void answered(Exchange exchange, ByteBuf in, int offset, int length) {
        ServerLink link = exchange.link;
        if (exchange == head) {
            output.write(in, offset, length);
            unsent += length;
            advance();
            flushLater();
        } else {
            exchange.hold(in, offset, length);
            held += length;
            Join join = exchange.join;
            if (join != null) {
                join(join);
            }
        }
        if (held + unsent > MOST_BACKLOG && link != null && !closed) {
            holdBack(link);
        }
    }

    @Override
    public void failed(Exchange exchange, String error) {
        exchange.reply().hold("-ERR " + error + "\r\n");
        exchange.done();
        held += exchange.heldBytes();
        Join join = exchange.join;
        if (join == null || join.fail()) {
            pool.counters().pool().increment(PoolMetric.FORWARD_ERROR);
        }
        if (join == null) {
            emit();
        } else {
            join(join);
        }
    }

    /** A part of a request for several servers has come. */
    private void join(Join join) {
        join.arrived();
        if (!join.isComplete()) {
            return;
        }
        Exchange whole = join.whole();
        for (Exchange part : join.parts()) {
            held -= part.heldBytes();
        }
        Replies.combine(join, channel.alloc());
        for (Exchange part : join.parts()) {
            lane.exchanges().put(part);
        }
        whole.done();
        held += whole.heldBytes();
        emit();
    }

    /** Takes the answered request at the head out of the order, and passes on the replies that waited behind it. */
    private void advance() {
        remove();
        emit();
    }

    private void emit() {
        Exchange first = head;
        if (first == null || !first.isDone()) {
            return;
        }
        while (first != null && first.isDone()) {
            int length = first.heldBytes();
            held -= length;
            unsent += length;
            Replies.write(first.reply(), output);
            remove();
            first = head;
        }
        flushLater();
    }

    private void remove() {
        Exchange first = head;
        if (first != null) {
            head = first.nextOfClient;
            if (head == null) {
                tail = null;
            }
            inFlight--;
            lane.exchanges().put(first);
        }
    }

    private void flushLater() {
        if (!flushing) {
            flushing = true;
            lane.flushLater(this);
        }
    }

    @Override
    public void flushNow() {
        flushing = false;
        if (closed) {
            return;
        }
        output.flush();
        drained();
        if (closing && head == null) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            lane.loop().execute(this::drained);
        }
    }

    /** Some replies have left: others may come, and requests too. */
    private void drained() {
        if (closed) {
            return;
        }
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        unsent = output.gathered() + (waiting == null ? 0 : waiting.totalPendingWriteBytes());
        if (!heldBack.isEmpty() && held + unsent < MOST_BACKLOG / 4 * 3) {
            letGo();
        }
        if (paused && inFlight <= MOST_IN_FLIGHT / 2) {
            readOn();
        }
    }

    private void holdBack(ServerLink link) {
        if (!heldBack.contains(link)) {
            heldBack.add(link);
            link.pauseReading(this);
        }
        if (patience == null) {
            patience = lane.loop().schedule(this::losePatience, SLOW_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void letGo() {
        ScheduledFuture<?> timer = patience;
        patience = null;
        if (timer != null) {
            timer.cancel(false);
        }
        heldBack.forEach(link -> link.resumeReading(this));
        heldBack.clear();
    }

    private void losePatience() {
        patience = null;
        drained();
        if (!heldBack.isEmpty() && !closed) {
            lane.log()
                    .warning("client " + channel.remoteAddress() + " of pool '"
                            + pool.config().name() + "' does not take its replies: " + (held + unsent)
                            + " bytes wait; it is closed, so that its servers can be read again");
            close(false);
        }
    }

    /** Reads no more; closes when everything due was sent. */
    void closeWhenAnswered() {
        closing = true;
        flushLater();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            eof = true;
            if (!paused) {
                closeWhenAnswered();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        close(true);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lane.log().verbose("close c " + channel.remoteAddress() + ": " + cause.getMessage());
        close(false);
    }

    private void close(boolean ended) {
        if (closed) {
            return;
        }
        closed = true;
        pool.counters().pool().add(PoolMetric.CLIENT_CONNECTIONS, -1);
        pool.counters().pool().increment(ended ? PoolMetric.CLIENT_EOF : PoolMetric.CLIENT_ERR);
        letGo();
        for (Exchange exchange = head; exchange != null; exchange = head) {
            head = exchange.nextOfClient;
            abandon(exchange);
        }
        tail = null;
        output.release();
        if (!reading) {
            input.close();
        }
        channel.close();
        gone.run();
    }

    private void abandon(Exchange exchange) {
        Join join = exchange.join;
        if (join != null && !exchange.isDone()) {
            join.abandon(lane.exchanges());
            lane.exchanges().put(exchange);
        } else if (exchange.isDone()) {
            lane.exchanges().put(exchange);
        } else {
            exchange.requester = null;
            exchange.nextOfClient = null;
        }
    }
}
