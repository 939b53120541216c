package org.backstay.vrrp.check;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.config.ProbeConfig;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.script.ScriptRunner;
import org.jspecify.annotations.Nullable;

/** Makes the probe of each kind of checker. Owned by the router's loop. */
public final class Probes {
    private static final String UNNAMED_ALGORITHM = "";

    private final Node node;
    private final Kernel kernel;
    private final ScriptRunner scripts;
    private final Worker files;
    private @Nullable SslContext secure;

    /** Probes of a node. */
    public Probes(Node node, Kernel kernel, ScriptRunner scripts, Worker files) {
        this.node = node;
        this.kernel = kernel;
        this.scripts = scripts;
        this.files = files;
    }

    Node node() {
        return node;
    }

    /** Whether a checker can run: all can but a script that must not. */
    public boolean usable(CheckerConfig config) {
        return !(config.probe() instanceof ProbeConfig.Script misc)
                || scripts.inspect(misc.command()).runs();
    }

    Probe probe(CheckerConfig config, Service service) {
        CheckerConfig.Target target = config.target();
        return switch (config.probe()) {
            case ProbeConfig.Tcp tcp -> new TcpProbe(node, service, target);
            case ProbeConfig.Http http -> new HttpProbe(node, service, target, http, http.secure() ? secure() : null);
            case ProbeConfig.Smtp smtp -> new SmtpProbe(node, service, target, smtp.helo());
            case ProbeConfig.Script misc -> {
                long limit = misc.timeout() == 0 ? config.delayLoop() : misc.timeout();
                yield new ScriptProbe(node, service, scripts, misc, limit);
            }
            case ProbeConfig.File file -> new FileProbe(node, files, service, file);
            case ProbeConfig.Ping ping -> new PingProbe(node, kernel, service, target);
            case ProbeConfig.Udp udp -> new UdpProbe(node, kernel, service, target, udp);
            case ProbeConfig.Dns dns -> new DnsProbe(node, kernel, service, target, dns);
        };
    }

    /** As the original, a check asks whether the server speaks TLS, not who it is. */
    private SslContext secure() {
        SslContext ready = secure;
        if (ready == null) {
            try {
                ready = SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(UNNAMED_ALGORITHM)
                        .build();
            } catch (SSLException impossible) {
                throw new IllegalStateException(impossible);
            }
            secure = ready;
        }
        return ready;
    }
}
