package org.backstay.vrrp.pool;

import java.util.ArrayList;
import java.util.List;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Log;
import org.backstay.vrrp.check.Probes;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.RealServerConfig;
import org.backstay.vrrp.config.VirtualServerConfig;
import org.backstay.vrrp.link.Kernel;

/** A service that real servers share: it has its quorum, or the sorry server serves. Owned by the router's loop. */
public final class VirtualServer {
    private final Probes probes;
    private final Kernel kernel;
    private final Log log;
    private final Audience audience;
    private VirtualServerConfig config;
    private final List<RealServer> servers = new ArrayList<>();
    private boolean quorate;
    private boolean sorry;
    private boolean suspended;

    VirtualServer(VirtualServerConfig config, Probes probes, Kernel kernel, Log log, Audience audience) {
        this.config = config;
        this.probes = probes;
        this.kernel = kernel;
        this.log = log;
        this.audience = audience;
    }

    /** As it is configured now. */
    public VirtualServerConfig config() {
        return config;
    }

    /** Whether there is enough to serve. */
    public boolean isQuorate() {
        return quorate;
    }

    /** Whether the sorry server serves. */
    public boolean isSorry() {
        return sorry;
    }

    /** The names of the servers that work. */
    public List<String> alive() {
        return servers.stream()
                .filter(RealServer::isAlive)
                .map(each -> each.config().name())
                .toList();
    }

    void start(GlobalSettings.Checking settings) {
        suspended = isAbsent();
        config.servers().forEach(each -> join(each, settings));
        settle(true);
        servers.forEach(each -> each.startChecks(suspended));
    }

    private RealServer join(RealServerConfig each, GlobalSettings.Checking settings) {
        RealServer server = new RealServer(each, this, probes, settings, log, audience);
        servers.add(server);
        server.join();
        return server;
    }

    /** Goes over to another configuration; servers that are the same go on undisturbed. */
    void reconfigure(VirtualServerConfig next, GlobalSettings.Checking settings) {
        for (RealServer each : List.copyOf(servers)) {
            if (!next.servers().contains(each.config())) {
                servers.remove(each);
                each.leave("Removing", true);
            }
        }
        config = next;
        suspended = isAbsent();
        List<RealServer> begun = new ArrayList<>();
        for (RealServerConfig each : next.servers()) {
            if (servers.stream().noneMatch(known -> known.config().equals(each))) {
                begun.add(join(each, settings));
            }
        }
        if (next.sorry() == null) {
            sorry = false;
        }
        settle(false);
        begun.forEach(each -> each.startChecks(suspended));
    }

    /** @param how the word that says why */
    void stop(String how, boolean told) {
        servers.forEach(each -> each.leave(how, told));
        if (told) {
            quorate = false;
            audience.quorum(config, false);
            if (config.smtpAlert()) {
                audience.mail(config, false, "=> " + how + " <=");
            }
        }
    }

    /** Addresses of this machine have changed. */
    void addressesChanged() {
        if (isAbsent() != suspended) {
            suspended = !suspended;
            servers.forEach(each -> each.suspend(suspended));
        }
    }

    private boolean isAbsent() {
        IpAddress address = config.address();
        return address != null && !kernel.holds(address);
    }

    private long weight() {
        return servers.stream()
                .filter(RealServer::isAlive)
                .mapToLong(RealServer::weight)
                .sum();
    }

    /** Looks whether what is alive is enough. */
    void settle(boolean beginning) {
        long weight = weight();
        long least = (long) config.quorum() + (quorate ? -config.hysteresis() : config.hysteresis());
        if (!quorate && weight >= least && weight > 0) {
            gained(beginning, least, weight);
        } else if (quorate && (weight == 0 || weight < least)) {
            lost(beginning, least, weight);
        } else if (beginning && !quorate && config.sorry() != null) {
            lost(true, (long) config.quorum() - config.hysteresis(), weight);
        }
    }

    private void gained(boolean beginning, long least, long weight) {
        quorate = true;
        String sum = config.quorum() + "+" + config.hysteresis() + "=" + least + " <= " + weight;
        log.notice("Gained quorum " + sum + " for VS " + config.name());
        VirtualServerConfig.SorryServer instead = config.sorry();
        if (sorry && instead != null) {
            sorry = false;
            log.notice((instead.inhibit() ? "Disabling" : "Removing") + " sorry server " + instead.name() + " from VS "
                    + config.name());
            log.notice("Adding alive servers to the pool for VS " + config.name());
        }
        tell(true, (beginning ? "Starting with quorum up " : "Gained quorum ") + sum);
    }

    private void lost(boolean beginning, long least, long weight) {
        quorate = false;
        String what = beginning ? "Starting with quorum down" : "Lost quorum";
        log.notice(what + " " + config.quorum() + "-" + config.hysteresis() + "=" + least + " > " + weight + " for VS "
                + config.name());
        VirtualServerConfig.SorryServer instead = config.sorry();
        if (!sorry && instead != null) {
            sorry = true;
            log.notice((instead.inhibit() ? "Enabling" : "Adding") + " sorry server " + instead.name() + " to VS "
                    + config.name());
            log.notice("Removing alive servers from the pool for VS " + config.name());
        }
        tell(false, what + " " + config.quorum() + "+" + config.hysteresis() + "=" + least + " <= " + weight);
    }

    private void tell(boolean up, String text) {
        audience.quorum(config, up);
        if (config.smtpAlert()) {
            audience.mail(config, up, "=> " + text + " <=");
        }
    }
}
