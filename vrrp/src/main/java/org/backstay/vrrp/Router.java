package org.backstay.vrrp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.vrrp.bfd.Sessions;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.GroupConfig;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.KeepalivedConfig;
import org.backstay.vrrp.config.ScriptCommand;
import org.backstay.vrrp.config.VirtualAddress;
import org.backstay.vrrp.config.VirtualRoute;
import org.backstay.vrrp.config.VirtualRule;
import org.backstay.vrrp.group.SyncGroup;
import org.backstay.vrrp.instance.Ground;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.instance.Ports;
import org.backstay.vrrp.instance.State;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.notify.FifoWriter;
import org.backstay.vrrp.notify.Mailer;
import org.backstay.vrrp.notify.Notifier;
import org.backstay.vrrp.notify.ServerNotifier;
import org.backstay.vrrp.pool.Pools;
import org.backstay.vrrp.pool.VirtualServer;
import org.backstay.vrrp.report.Snapshot;
import org.backstay.vrrp.script.ScriptReview;
import org.backstay.vrrp.script.ScriptRunner;
import org.backstay.vrrp.tracker.Trackers;

/**
 * One keepalived: puts the parts together, starts, reloads and stops them. Owned by its node's loop.
 *
 * <p>It runs wherever a {@link Node} and a {@link Kernel} are: on a machine, or in the simulation.
 */
public final class Router implements Kernel.Watcher {
    /** What a router needs beyond its node. */
    public interface Surroundings {
        /** The interfaces and addresses of the machine. */
        Kernel kernel();

        /** Runs the operator's programs. */
        ScriptRunner scripts();

        /** Opens a FIFO for events. */
        FifoWriter fifo(GlobalSettings.Fifo settings) throws IOException;

        /** The machine's name. */
        String hostName();

        /** Whether what is only interesting is logged too: {@code -D}. */
        boolean detail();

        /** Whether neighbours are asked by BFD; without it none is there: {@code -B}. */
        default boolean asksNeighbours() {
            return true;
        }
    }

    private final Node node;
    private final Surroundings surroundings;
    private final Kernel kernel;
    private final Ports ports;
    private final Notifier notifier;
    private final Worker files;
    private final Sessions sessions;
    private final Trackers trackers;
    private final Pools pools;
    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private List<SyncGroup> groups = List.of();
    private KeepalivedConfig config;
    private boolean stopped;

    /** Takes up a configuration; nothing is sent or changed yet. */
    public Router(Node node, KeepalivedConfig config, Surroundings surroundings) {
        this.node = node;
        this.config = config;
        this.surroundings = surroundings;
        kernel = surroundings.kernel();
        ports = new Ports(kernel, node.log());
        notifier = new Notifier(surroundings.scripts(), node.log(), mailer(config.global()));
        files = node.workers().apply("files");
        sessions = new Sessions(node, kernel, surroundings.detail());
        trackers = new Trackers(node, kernel, surroundings.scripts(), files, sessions);
        pools = new Pools(node, kernel, surroundings.scripts(), files, new ServerNotifier(notifier));
    }

    private Mailer mailer(GlobalSettings global) {
        String host = surroundings.hostName();
        return new Mailer(node, global.mail(), Objects.requireNonNullElse(global.routerId(), host), host);
    }

    /** Starts every instance. */
    public void start() {
        assert node.loop().inEventLoop();
        kernel.watch(this);
        review();
        applyGlobal(List.of());
        changeStatics(List.of(), List.of(), List.of());
        config.instances().forEach(each -> instances.put(each.name(), new Instance(ground(), each)));
        groups = groups(Map.of());
        askNeighbours();
        trackers.apply(config, List.copyOf(instances.values()));
        pools.apply(config);
        long delay = config.global().startupDelay();
        if (delay == 0) {
            instances.values().forEach(Instance::start);
        } else {
            node.log().notice("Delaying startup of instances by " + delay / 1e9 + " seconds");
            node.loop()
                    .schedule(
                            () -> {
                                if (!stopped) {
                                    instances.values().forEach(Instance::start);
                                }
                            },
                            delay,
                            java.util.concurrent.TimeUnit.NANOSECONDS);
        }
    }

    private void askNeighbours() {
        sessions.apply(surroundings.asksNeighbours() ? config.bfds() : List.of());
    }

    private void review() {
        ScriptReview.of(config, surroundings.scripts()::inspect, node.log()::warning);
    }

    private Ground ground() {
        return new Ground(
                node.loop(),
                node.clock(),
                node.log(),
                surroundings.detail(),
                kernel,
                ports,
                notifier,
                config.global().group4(),
                config.global().group6());
    }

    private List<SyncGroup> groups(Map<String, State> before) {
        List<SyncGroup> all = new ArrayList<>();
        for (GroupConfig each : config.groups()) {
            List<Instance> members = new ArrayList<>();
            each.members().forEach(name -> members.add(Objects.requireNonNull(instances.get(name))));
            SyncGroup group = new SyncGroup(each, members, node.log(), notifier::entered);
            group.resume(before.getOrDefault(each.name(), State.INIT));
            all.add(group);
        }
        return List.copyOf(all);
    }

    /**
     * Goes over to another configuration. What is the same goes on undisturbed; an address that need not move does not.
     */
    public void reload(KeepalivedConfig next) {
        assert node.loop().inEventLoop();
        node.log().notice("Reloading");
        KeepalivedConfig before = config;
        config = next;
        review();
        applyGlobal(before.global().fifos());
        changeStatics(before.staticAddresses(), before.staticRoutes(), before.staticRules());
        Map<String, State> states = new LinkedHashMap<>();
        groups.forEach(group -> states.put(group.config().name(), group.state()));
        Map<String, Instance> old = new LinkedHashMap<>(instances);
        instances.clear();
        List<Instance> begun = new ArrayList<>();
        for (InstanceConfig each : next.instances()) {
            Instance known = old.get(each.name());
            if (known != null && sameRouter(known.config(), each)) {
                old.remove(each.name());
                instances.put(each.name(), known);
            } else {
                Instance fresh = new Instance(ground(), each);
                instances.put(each.name(), fresh);
                begun.add(fresh);
            }
        }
        old.values().forEach(this::delete);
        instances.values().forEach(Instance::leaveGroup);
        groups = groups(states);
        for (InstanceConfig each : next.instances()) {
            Objects.requireNonNull(instances.get(each.name())).reconfigure(each);
        }
        askNeighbours();
        trackers.apply(next, List.copyOf(instances.values()));
        pools.apply(next);
        begun.forEach(Instance::start);
        if (next.global().writeStatesOnReload()) {
            instances.values().forEach(notifier::repeat);
        }
    }

    /** Whether it is still the same virtual router to its network. */
    private static boolean sameRouter(InstanceConfig one, InstanceConfig other) {
        return one.virtualRouterId() == other.virtualRouterId()
                && one.family() == other.family()
                && one.version() == other.version()
                && one.interfaceName().equals(other.interfaceName())
                && Objects.equals(one.vmac(), other.vmac());
    }

    private void delete(Instance instance) {
        instance.stop(true);
        notifier.deleted(instance);
    }

    private void applyGlobal(List<GlobalSettings.Fifo> before) {
        GlobalSettings global = config.global();
        ports.logUnknown(global.logUnknownIds());
        notifier.mailer(mailer(global));
        attempt(() -> kernel.firewall(global.firewall()));
        if (global.fifos().equals(before)) {
            return;
        }
        Map<GlobalSettings.Subject, FifoWriter> fifos = new EnumMap<>(GlobalSettings.Subject.class);
        for (GlobalSettings.Fifo each : global.fifos()) {
            try {
                fifos.put(each.subject(), surroundings.fifo(each));
                ScriptCommand reader = each.script();
                if (reader != null) {
                    List<String> words = new ArrayList<>(reader.command());
                    words.add(each.path());
                    surroundings.scripts().start(new ScriptCommand(words, reader.user(), reader.group()), code -> {});
                }
            } catch (IOException failed) {
                node.log().warning(String.valueOf(failed.getMessage()));
            }
        }
        notifier.fifos(fifos);
    }

    private void changeStatics(List<VirtualAddress> addresses, List<VirtualRoute> routes, List<VirtualRule> rules) {
        rules.stream()
                .filter(each -> !config.staticRules().contains(each))
                .forEach(each -> attempt(() -> kernel.remove(each)));
        routes.stream()
                .filter(each -> !config.staticRoutes().contains(each))
                .forEach(each -> attempt(() -> kernel.remove(each)));
        addresses.stream()
                .filter(each -> !config.staticAddresses().contains(each))
                .forEach(each -> attempt(() -> kernel.remove(interfaceOf(each), each)));
        config.staticAddresses().stream()
                .filter(each -> !addresses.contains(each))
                .forEach(each -> attempt(() -> kernel.add(interfaceOf(each), each)));
        config.staticRoutes().stream()
                .filter(each -> !routes.contains(each))
                .forEach(each -> attempt(() -> kernel.add(each)));
        config.staticRules().stream()
                .filter(each -> !rules.contains(each))
                .forEach(each -> attempt(() -> kernel.add(each)));
    }

    private String interfaceOf(VirtualAddress address) {
        return Objects.requireNonNullElse(
                address.interfaceName(), config.global().defaultInterface());
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException failed) {
            node.log().warning(String.valueOf(failed.getMessage()));
        }
    }

    /**
     * Stops: masters resign, and no address of ours stays.
     *
     * @param release false leaves the addresses where they are: {@code -V}
     */
    public void stop(boolean release) {
        if (stopped) {
            return;
        }
        stopped = true;
        node.log().notice("Stopping");
        instances.values().forEach(instance -> instance.stop(release));
        trackers.stop();
        sessions.stop();
        pools.stop();
        List<VirtualAddress> addresses = config.staticAddresses();
        config.staticRules().forEach(each -> attempt(() -> kernel.remove(each)));
        config.staticRoutes().forEach(each -> attempt(() -> kernel.remove(each)));
        addresses.forEach(each -> attempt(() -> kernel.remove(interfaceOf(each), each)));
        notifier.fifos(Map.of());
        kernel.close();
        files.close();
    }

    @Override
    public void linkChanged(String interfaceName) {
        for (Instance each : List.copyOf(instances.values())) {
            if (each.config().isOn(interfaceName)) {
                each.linkChanged();
            }
        }
        trackers.linkChanged(interfaceName);
        sessions.connect();
        pools.addressesChanged();
    }

    @Override
    public void addressGone(String interfaceName, IpAddress address) {
        instances.values().forEach(each -> each.addressGone(interfaceName, address));
        for (VirtualAddress each : config.staticAddresses()) {
            if (!stopped && each.address().equals(address) && interfaceOf(each).equals(interfaceName)) {
                attempt(() -> kernel.add(interfaceName, each));
            }
        }
    }

    /** How it is configured now. */
    public KeepalivedConfig config() {
        return config;
    }

    /** Its instances, in the order of the configuration. */
    public List<Instance> instances() {
        return List.copyOf(instances.values());
    }

    /** Its sync groups. */
    public List<SyncGroup> groups() {
        return groups;
    }

    /** Its BFD sessions. */
    public Sessions sessions() {
        return sessions;
    }

    /** Its virtual servers, in the order of the configuration. */
    public List<VirtualServer> virtualServers() {
        return pools.servers();
    }

    /** Everything, for reports. */
    public Snapshot snapshot() {
        return new Snapshot(
                config,
                surroundings.hostName(),
                List.copyOf(instances.values()),
                groups,
                trackers.watched(),
                ports.open(),
                kernel.links(),
                surroundings.scripts()::identity);
    }
}
