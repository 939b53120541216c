package org.backstay.node.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;

/** Behind a connection's TLS until the handshake is over: a failure is reported once, in one line. Of the connection's loop. */
final class HandshakeGuard extends ChannelInboundHandlerAdapter {
    private final BiConsumer<ChannelHandlerContext, SSLException> onFailure;
    private boolean failed;

    HandshakeGuard(BiConsumer<ChannelHandlerContext, SSLException> onFailure) {
        this.onFailure = onFailure;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent end)) {
            context.fireUserEventTriggered(event);
        } else if (end.isSuccess()) {
            context.pipeline().remove(this);
        } else {
            failed = true;
            onFailure.accept(context, asSslException(end.cause()));
        }
    }

    private static SSLException asSslException(Throwable cause) {
        if (cause instanceof SSLException failure && failure.getMessage() != null) {
            return failure;
        }
        return new SSLException("the other side closed the connection during the TLS handshake", cause);
    }

    /** What follows a failure is the failure again. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!failed) {
            context.fireExceptionCaught(cause);
        }
    }
}
