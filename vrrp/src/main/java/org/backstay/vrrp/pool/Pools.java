package org.backstay.vrrp.pool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.vrrp.check.Probes;
import org.backstay.vrrp.config.KeepalivedConfig;
import org.backstay.vrrp.config.VirtualServerConfig;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.script.ScriptRunner;

/** All virtual servers. Owned by the router's loop. */
public final class Pools {
    private final Node node;
    private final Kernel kernel;
    private final Probes probes;
    private final Audience audience;
    private final Map<String, VirtualServer> servers = new LinkedHashMap<>();
    private boolean warned;

    /** None yet. */
    public Pools(Node node, Kernel kernel, ScriptRunner scripts, Worker files, Audience audience) {
        this.node = node;
        this.kernel = kernel;
        this.audience = audience;
        probes = new Probes(node, kernel, scripts, files);
    }

    /** Goes over to a configuration: what is the same goes on undisturbed, other servers end or begin. */
    public void apply(KeepalivedConfig config) {
        warn(config);
        Map<String, VirtualServer> before = new LinkedHashMap<>(servers);
        servers.clear();
        for (VirtualServerConfig each : config.virtualServers()) {
            VirtualServer known = before.remove(each.name());
            VirtualServer server =
                    known == null ? new VirtualServer(each, probes, kernel, node.log(), audience) : known;
            servers.put(each.name(), server);
            if (known == null) {
                server.start(config.global().checking());
            } else {
                server.reconfigure(each, config.global().checking());
            }
        }
        before.values().forEach(gone -> gone.stop("Removing", true));
    }

    private void warn(KeepalivedConfig config) {
        if (!warned && !config.virtualServers().isEmpty()) {
            warned = true;
            node.log()
                    .warning("IPVS: no table of virtual servers is kept: "
                            + config.virtualServers().size() + " virtual servers are checked and reported only");
        }
    }

    /** Addresses of this machine have changed. */
    public void addressesChanged() {
        servers.values().forEach(VirtualServer::addressesChanged);
    }

    /** All of them, in the order of the configuration. */
    public List<VirtualServer> servers() {
        return List.copyOf(servers.values());
    }

    /** Ends all; only with {@code omega} that is told as a loss. */
    public void stop() {
        servers.values()
                .forEach(each -> each.stop("Shutting down", each.config().omega()));
        servers.clear();
    }
}
