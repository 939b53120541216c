package org.backstay.vrrp.check;

import io.netty.buffer.ByteBuf;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.node.TransportSecurity;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.config.ProbeConfig;
import org.jspecify.annotations.Nullable;

/**
 * {@code HTTP_GET} and {@code SSL_GET}: one page an attempt, one after the other. A server that was down is well again when first the page
 * that failed and then all of them are as they should be.
 */
final class HttpProbe extends ConnectedProbe {
    private static final int NONE = -1;

    private final ProbeConfig.Http config;
    private final @Nullable SslContext secure;
    private int at;
    private int failedAt = NONE;
    private int lengthReported;

    HttpProbe(
            Node node,
            Service service,
            CheckerConfig.Target target,
            ProbeConfig.Http config,
            @Nullable SslContext secure) {
        super(node, service, target);
        this.config = config;
        this.secure = secure;
    }

    @Override
    public void attempt(boolean up, Consumer<Outcome> done) {
        ProbeConfig.Url url = config.urls().get(at);
        open(security(url), new Exchange(url, up, done));
    }

    private @Nullable TransportSecurity security(ProbeConfig.Url url) {
        SslContext context = secure;
        if (context == null) {
            return null;
        }
        String name = url.virtualHost();
        return pipeline -> {
            boolean named = config.serverName() && name != null;
            SslHandler handler = named
                    ? context.newHandler(pipeline.channel().alloc(), name, target.port())
                    : context.newHandler(pipeline.channel().alloc());
            pipeline.addFirst(handler);
        };
    }

    private String request(ProbeConfig.Url url) {
        String address = target.address().version() == 6
                ? "[" + target.address() + "]"
                : target.address().toString();
        String host = url.virtualHost() == null ? address + ":" + target.port() : url.virtualHost();
        return "GET " + url.path() + " HTTP/" + config.protocol().version() + "\r\n"
                + "User-Agent: KeepAliveClient\r\n"
                + (config.protocol().close() ? "Connection: close\r\n" : "")
                + "Host: " + host + "\r\n\r\n";
    }

    /** One request and its answer. */
    private final class Exchange implements Connection.Talk {
        private final ProbeConfig.Url url;
        private final boolean up;
        private final Consumer<Outcome> done;
        private final HttpAnswer answer;

        Exchange(ProbeConfig.Url url, boolean up, Consumer<Outcome> done) {
            this.url = url;
            this.up = up;
            this.done = done;
            answer = new HttpAnswer(url);
        }

        @Override
        public void connected() {
            send(request(url));
        }

        @Override
        public void received(ByteBuf bytes) {
            answer.take(bytes);
            if (answer.isTooLong()) {
                end(Outcome.failed("Too long an answer from"));
            }
        }

        @Override
        public void closed() {
            String complaint = answer.complaint();
            if (complaint != null) {
                end(Outcome.failed(complaint));
                return;
            }
            reportLength();
            if (!up) {
                node.log().notice(answer.praise() + " success to " + service.real() + " url(" + url.path() + ")");
            }
            end(good());
        }

        private void reportLength() {
            int missing = answer.missing();
            if (missing != lengthReported && missing != 0) {
                String host = url.virtualHost() == null ? "" : url.virtualHost();
                node.log()
                        .notice("http_check for RS " + service.real() + " VS " + service.virtual() + " url " + host
                                + url.path() + ": content_length (" + (answer.received() + missing)
                                + ") does not match received bytes (" + answer.received() + ")");
            }
            lengthReported = missing;
        }

        @Override
        public void failed(Connection.Trouble how) {
            end(Outcome.failed(
                    switch (how) {
                        case REFUSED -> "Connection failed";
                        case CONNECT_TIMEOUT -> "Timeout connecting";
                        case HANDSHAKE -> "SSL handshake/communication error connecting to";
                        case SILENCE -> "Timeout HTTP read";
                        case BROKEN -> "Read error with";
                    }));
        }

        private void end(Outcome outcome) {
            cancel();
            done.accept(outcome);
        }
    }

    /** The page is as it should be: which one is next? */
    private Outcome good() {
        if (failedAt != NONE) {
            failedAt = NONE;
            at = 0;
            return Outcome.PARTLY;
        }
        at++;
        if (at < config.urls().size()) {
            return Outcome.PARTLY;
        }
        at = 0;
        return Outcome.PASSED;
    }

    @Override
    public void gaveUp() {
        failedAt = at;
    }

    @Override
    public boolean hurries() {
        return config.fastRecovery() && failedAt == NONE;
    }

    @Override
    public String passed() {
        return "Remote Web server " + service.real() + " succeed on service.";
    }

    @Override
    public String failed(String why, int retries, boolean first) {
        return "HTTP_CHECK on service " + service.real() + " failed" + Probe.after(retries, first);
    }

    @Override
    public String tried(String why, int count, int retries) {
        return why + " server " + service.real() + ".";
    }

    @Override
    public String letter(boolean up, String why) {
        return up ? "=> CHECK succeed on service <=" : "=> CHECK failed on service : HTTP request failed <=";
    }
}
