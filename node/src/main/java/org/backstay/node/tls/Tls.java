package org.backstay.node.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.net.ssl.SSLParameters;
import org.backstay.config.Directive;
import org.backstay.config.Settings;
import org.backstay.node.Disk;
import org.backstay.node.Log;
import org.backstay.node.TransportSecurity;
import org.jspecify.annotations.Nullable;

/**
 * A program's TLS, as its directives have it now. Owned by the program's loop; its connections are all on that loop.
 *
 * <p>Files are read at the start and whenever a directive is set that names them. Connections that stand keep what they were made with.
 */
public final class Tls {
    private static final String REFUSED = "Unable to update TLS configuration. Check server logs.";

    private final Settings settings;
    private final Disk disk;
    private final Log log;
    private @Nullable TlsContexts contexts;

    /**
     * Reads what the directives name, if they ask for TLS, and follows their changes.
     *
     * @throws UncheckedIOException with one line that names the file, and says what is wrong with it
     */
    public Tls(Settings settings, Disk disk, Log log) {
        this.settings = settings;
        this.disk = disk;
        this.log = log;
        try {
            contexts = isWanted(settings) ? TlsContexts.read(settings, disk) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TlsDirectives.OF_CONTEXTS.forEach(this::rereadOnChange);
        settings.onChange(TlsDirectives.TLS_PORT, (before, now) -> {
            if (contexts == null) {
                reread();
            }
        });
    }

    private <T> void rereadOnChange(Directive<T> directive) {
        settings.onChange(directive, (before, now) -> reread());
    }

    /**
     * Fails if a program with these directives could not start.
     *
     * @throws IOException with one line that names the file, and says what is wrong with it
     */
    public static void check(Settings settings, Disk disk) throws IOException {
        if (isWanted(settings)) {
            TlsContexts.read(settings, disk);
        }
    }

    private static boolean isWanted(Settings settings) {
        return settings.get(TlsDirectives.TLS_PORT) != 0
                || settings.get(TlsDirectives.TLS_REPLICATION)
                || settings.get(TlsDirectives.TLS_CLUSTER);
    }

    /** Takes what the directives name now, or, refusing the change, keeps what it had. */
    private void reread() {
        if (!isWanted(settings)) {
            return;
        }
        try {
            contexts = TlsContexts.read(settings, disk);
        } catch (IOException e) {
            log.warning(String.valueOf(e.getMessage()));
            throw new IllegalArgumentException(REFUSED, e);
        }
    }

    /** Protects connections that are accepted at the port for TLS. */
    public TransportSecurity accepting() {
        return this::protectAccepted;
    }

    /** Protects the connection to a master, if {@code tls-replication} asks for it. */
    public TransportSecurity replication() {
        return connecting(TlsDirectives.TLS_REPLICATION);
    }

    /** Protects connections over which keys move, if {@code tls-cluster} asks for it. */
    public TransportSecurity migration() {
        return connecting(TlsDirectives.TLS_CLUSTER);
    }

    private TransportSecurity connecting(Directive<Boolean> asked) {
        return settings.get(asked) ? this::protectOpened : TransportSecurity.NONE;
    }

    private TlsContexts contexts() {
        TlsContexts present = contexts;
        if (present == null) {
            throw new IllegalStateException("no directive has asked for TLS");
        }
        return present;
    }

    private void protectAccepted(ChannelPipeline pipeline) {
        Channel channel = pipeline.channel();
        SslHandler handler = contexts().server().newHandler(channel.alloc());
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setUseCipherSuitesOrder(settings.get(TlsDirectives.TLS_PREFER_SERVER_CIPHERS));
        handler.engine().setSSLParameters(parameters);
        pipeline.addFirst(handler, new HandshakeGuard((context, failure) -> {
            log.warning("Error accepting a client connection: " + failure.getMessage() + " (addr="
                    + channel.remoteAddress() + " laddr=" + channel.localAddress() + ")");
            context.close();
        }));
    }

    private void protectOpened(ChannelPipeline pipeline) {
        pipeline.addFirst(
                contexts().client().newHandler(pipeline.channel().alloc()),
                new HandshakeGuard((context, failure) -> context.fireExceptionCaught(failure)));
    }
}
