package org.backstay.vrrp.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.backstay.config.Block;
import org.backstay.config.Braces;
import org.backstay.node.Disk;

/** Reads a whole keepalived.conf, and checks that what names something else names something that is there. */
public final class ConfigReader {
    private final Diagnostics diagnostics;
    private final GlobalReader global = new GlobalReader();
    private final Map<String, InstanceConfig> instances = new LinkedHashMap<>();
    private final Map<String, GroupConfig> groups = new LinkedHashMap<>();
    private final Map<String, ScriptConfig> scripts = new LinkedHashMap<>();
    private final Map<String, ProcessConfig> processes = new LinkedHashMap<>();
    private final Map<String, FileConfig> files = new LinkedHashMap<>();
    private final Map<String, RedisConfig> redises = new LinkedHashMap<>();
    private final Map<String, BfdConfig> bfds = new LinkedHashMap<>();
    private final List<VirtualAddress> staticAddresses = new ArrayList<>();
    private final List<VirtualRoute> staticRoutes = new ArrayList<>();
    private final List<VirtualRule> staticRules = new ArrayList<>();
    private final TrackGroups trackGroups = new TrackGroups();
    private final Map<String, ServerGroup> serverGroups = new LinkedHashMap<>();
    private final List<VirtualServerReader> virtualServers = new ArrayList<>();

    private static final Keywords<ConfigReader> TOP = new Keywords<ConfigReader>()
            .on("global_defs", (c, w) -> {}) // read first: it holds the defaults of all others
            .on("net_namespace", (c, w) -> c.global.namespace(w))
            .on("instance", (c, w) -> c.global.instance(w))
            .on(
                    "vrrp_instance",
                    (c, w) -> c.named(
                            w, c.instances, (name, block) -> InstanceReader.read(name, block, c.global, c.diagnostics)))
            .on(
                    "vrrp_sync_group",
                    (c, w) -> c.named(
                            w, c.groups, (name, block) -> GroupReader.read(name, block, c.global, c.diagnostics)))
            .on(
                    "vrrp_script",
                    (c, w) -> c.named(w, c.scripts, (name, block) -> TrackerReader.script(name, block, c.diagnostics)))
            .on(
                    "vrrp_track_process",
                    (c, w) ->
                            c.named(w, c.processes, (name, block) -> TrackerReader.process(name, block, c.diagnostics)))
            .on("track_file", (c, w) -> c.trackFile(w))
            .on("vrrp_track_file", (c, w) -> c.trackFile(w))
            .on(
                    "vrrp_redis",
                    (c, w) -> c.named(w, c.redises, (name, block) -> TrackerReader.redis(name, block, c.diagnostics)))
            .on(
                    "bfd_instance",
                    (c, w) -> c.named(w, c.bfds, (name, block) -> BfdReader.read(name, block, c.diagnostics)))
            .on("static_ipaddress", (c, w) -> c.statics(w, AddressLine::read, c.staticAddresses))
            .on("static_routes", (c, w) -> c.statics(w, RouteLine::read, c.staticRoutes))
            .on("static_rules", (c, w) -> c.statics(w, RuleLine::read, c.staticRules))
            .on("track_group", (c, w) -> c.trackGroups.read(w))
            .on(
                    "virtual_server_group",
                    (c, w) -> c.named(w, c.serverGroups, (name, block) -> ServerGroup.read(name, block, c.diagnostics)))
            .on("virtual_server", (c, w) -> c.virtualServer(w))
            .withoutEffect(
                    "use_pid_dir",
                    "child_wait_time",
                    "namespace_with_ipsets",
                    "interface_up_down_delays",
                    "SSL",
                    "garp_group",
                    "linkbeat_interfaces",
                    "linkbeat_use_polling",
                    "net_namespace_ipvs");

    /** Reads the block of a name. */
    @FunctionalInterface
    private interface Named<T> {
        @org.jspecify.annotations.Nullable
        T read(String name, Block block);
    }

    private ConfigReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /**
     * Reads a file and what it includes.
     *
     * @param configId what {@code @} conditions are compared with
     * @throws IOException when the file itself can't be read
     * @throws org.backstay.config.ConfigException when it would never end
     */
    public static KeepalivedConfig read(
            Disk disk, String file, String configId, RandomGenerator random, Diagnostics diagnostics)
            throws IOException {
        return read(new DiskSources(disk), file, configId, random, diagnostics);
    }

    static KeepalivedConfig read(
            Braces.Sources sources, String file, String configId, RandomGenerator random, Diagnostics diagnostics)
            throws IOException {
        List<Block> blocks = Braces.readFile(file, sources, configId, random, diagnostics::fault);
        return new ConfigReader(diagnostics).read(blocks);
    }

    private record DiskSources(Disk disk) implements Braces.Sources {
        @Override
        public byte[] read(String path) throws IOException {
            return disk.readAll(Path.of(path));
        }

        @Override
        public List<String> list(String directory) throws IOException {
            return disk.list(Path.of(directory));
        }
    }

    private KeepalivedConfig read(List<Block> blocks) {
        blocks.stream()
                .filter(block -> block.name().equals("global_defs"))
                .forEach(block -> global.read(block, diagnostics));
        TOP.read(this, blocks, diagnostics);
        List<GroupConfig> usable = checkedGroups();
        List<TrackGroup> needed = trackGroups.build(instances.keySet(), diagnostics);
        Map<String, GroupConfig> groupOf = new HashMap<>();
        usable.forEach(group -> group.members().forEach(member -> groupOf.put(member, group)));
        List<InstanceConfig> checked = instances.values().stream()
                .map(instance -> withTracked(instance, groupOf.get(instance.name()), needed))
                .toList();
        checkIdentifiers(checked);
        return new KeepalivedConfig(
                global.build(),
                checked,
                usable,
                List.copyOf(scripts.values()),
                List.copyOf(processes.values()),
                List.copyOf(files.values()),
                List.copyOf(redises.values()),
                List.copyOf(bfds.values()),
                List.copyOf(staticAddresses),
                List.copyOf(staticRoutes),
                List.copyOf(staticRules),
                needed,
                builtVirtualServers());
    }

    private void virtualServer(Words words) {
        VirtualServerReader read = VirtualServerReader.read(words, global);
        if (read != null) {
            virtualServers.add(read);
        }
    }

    private List<VirtualServerConfig> builtVirtualServers() {
        Map<String, VirtualServerConfig> built = new LinkedHashMap<>();
        for (VirtualServerReader each : virtualServers) {
            VirtualServerConfig server = each.build(serverGroups, files);
            if (server != null && built.putIfAbsent(server.name(), server) != null) {
                diagnostics.fault("Virtual server " + server.name() + " is duplicated - ignoring the second");
            }
        }
        return List.copyOf(built.values());
    }

    private <T> void named(Words words, Map<String, T> into, Named<T> reader) {
        String name = words.required(1);
        if (name == null) {
            return;
        }
        if (into.containsKey(name)) {
            words.fault(words.statement().name() + " " + name + " already defined - ignoring the second");
            return;
        }
        T read = reader.read(name, words.block());
        if (read != null) {
            into.put(name, read);
        }
    }

    /** Reads a line that may name a track group. */
    @FunctionalInterface
    private interface StaticLine<T> {
        @org.jspecify.annotations.Nullable
        T read(Words words, TrackGroups groups);
    }

    private <T> void statics(Words words, StaticLine<T> reader, List<T> into) {
        for (Block line : words.block().body()) {
            T read = reader.read(new Words(line, diagnostics), trackGroups);
            if (read != null) {
                into.add(read);
            }
        }
    }

    private void trackFile(Words words) {
        named(words, files, (name, block) -> TrackerReader.file(name, block, diagnostics));
    }

    private List<GroupConfig> checkedGroups() {
        List<GroupConfig> usable = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (GroupConfig group : groups.values()) {
            List<String> members = new ArrayList<>();
            for (String member : group.members()) {
                if (!instances.containsKey(member)) {
                    diagnostics.fault("Virtual router " + member + " specified in sync group " + group.name()
                            + " doesn't exist - ignoring");
                } else if (!taken.add(member)) {
                    diagnostics.fault("Virtual router " + member
                            + " cannot exist in more than one sync group; ignoring " + group.name());
                } else {
                    members.add(member);
                }
            }
            if (members.isEmpty()) {
                diagnostics.fault("Sync group " + group.name()
                        + ", no matching virtual router found in group declaration - removing");
                continue;
            }
            if (members.size() == 1) {
                diagnostics.remark("Sync group " + group.name()
                        + " has only 1 virtual router(s) - this probably isn't what you want");
            }
            List<Tracked> tracked = known(group.tracked(), "(" + group.name() + ")", false);
            usable.add(new GroupConfig(
                    group.name(), List.copyOf(members), tracked, group.trackWeights(), group.notifications()));
        }
        return usable;
    }

    /** In a group without weights of its own, and for an owner of addresses, a tracker is good or bad and nothing between. */
    private InstanceConfig withTracked(
            InstanceConfig instance, @org.jspecify.annotations.Nullable GroupConfig group, List<TrackGroup> needed) {
        boolean unweighted = instance.isOwner() || (group != null && !group.trackWeights());
        List<Tracked> tracked = new ArrayList<>(known(instance.tracked(), "(" + instance.name() + ")", unweighted));
        if (group != null) {
            tracked.addAll(group.tracked());
        }
        return Instances.withTracked(instance, tracked, dependencies(instance, needed));
    }

    private List<String> dependencies(InstanceConfig instance, List<TrackGroup> needed) {
        Map<String, String> below = new HashMap<>();
        instance.vmacs().forEach(each -> below.put(each.name(), each.below()));
        Stream<KernelEntry> own = Stream.of(
                        instance.addresses(), instance.excluded(), instance.routes(), instance.rules())
                .flatMap(List::stream);
        Stream<String> ofOwn = own.filter(each -> each.tracked() && each.interfaceName() != null)
                .map(each -> below.getOrDefault(each.interfaceName(), String.valueOf(each.interfaceName())));
        Stream<String> ofStatics = needed.stream()
                .filter(group -> group.members().contains(instance.name()))
                .flatMap(group -> group.entries().stream())
                .map(each -> Objects.requireNonNullElse(each.interfaceName(), global.defaultInterface()));
        return Stream.concat(ofOwn, ofStatics)
                .distinct()
                .filter(each -> !each.equals(instance.interfaceName()))
                .toList();
    }

    private List<Tracked> known(List<Tracked> wanted, String who, boolean unweighted) {
        List<Tracked> known = new ArrayList<>();
        for (Tracked each : wanted) {
            Predicate<String> exists = switch (each.kind()) {
                case INTERFACE -> name -> true;
                case SCRIPT -> scripts::containsKey;
                case FILE -> files::containsKey;
                case PROCESS -> processes::containsKey;
                case BFD -> bfds::containsKey;
                case REDIS -> redises::containsKey;
            };
            if (!exists.test(each.name())) {
                diagnostics.fault(who + " track " + each.kind().word() + " " + each.name() + " not found, ignoring...");
                continue;
            }
            Integer weight = unweighted ? Integer.valueOf(0) : each.weight();
            known.add(new Tracked(each.kind(), each.name(), weight, each.reverse()));
        }
        return known;
    }

    private void checkIdentifiers(List<InstanceConfig> all) {
        Map<String, String> seen = new HashMap<>();
        for (InstanceConfig each : all) {
            if (each.unicast() != null) {
                continue;
            }
            String key = each.interfaceName() + "/" + each.family() + "/" + each.virtualRouterId() + "/" + each.group();
            String other = seen.putIfAbsent(key, each.name());
            if (other != null) {
                diagnostics.fault("VRID " + each.virtualRouterId() + " of " + each.name() + " duplicated by " + other
                        + " on interface " + each.interfaceName());
            }
        }
    }
}
