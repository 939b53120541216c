package org.backstay.vrrp.tracker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.vrrp.bfd.Sessions;
import org.backstay.vrrp.config.BfdConfig;
import org.backstay.vrrp.config.FileConfig;
import org.backstay.vrrp.config.KeepalivedConfig;
import org.backstay.vrrp.config.ProcessConfig;
import org.backstay.vrrp.config.RedisConfig;
import org.backstay.vrrp.config.ScriptConfig;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.script.ScriptRunner;
import org.jspecify.annotations.Nullable;

/** All trackers that some instance watches, and who watches which. Owned by the router's loop. */
public final class Trackers {
    private final Node node;
    private final Kernel kernel;
    private final ScriptRunner scripts;
    private final Worker files;
    private final Sessions sessions;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** One tracker and those who watch it. */
    private static final class Entry {
        final Object config;
        final Tracker tracker;
        Map<Instance, Tracked> watchers = new LinkedHashMap<>();

        Entry(Object config, Tracker tracker) {
            this.config = config;
            this.tracker = tracker;
        }
    }

    /** Trackers of a node. */
    public Trackers(Node node, Kernel kernel, ScriptRunner scripts, Worker files, Sessions sessions) {
        this.node = node;
        this.kernel = kernel;
        this.scripts = scripts;
        this.files = files;
        this.sessions = sessions;
    }

    /** Goes over to a configuration: trackers that are the same go on undisturbed, others end or begin. */
    public void apply(KeepalivedConfig config, List<Instance> instances) {
        Map<String, Map<Instance, Tracked>> wanted = new LinkedHashMap<>();
        for (Instance instance : instances) {
            Set<String> names = new HashSet<>();
            for (Tracked each : instance.config().tracked()) {
                boolean own = each.kind() == Tracked.Kind.INTERFACE
                        && each.name().equals(instance.config().interfaceName());
                if (!own && usable(config, each)) {
                    names.add(key(each));
                    wanted.computeIfAbsent(key(each), key -> new LinkedHashMap<>())
                            .put(instance, each);
                }
            }
            for (String each : instance.config().dependencies()) {
                Tracked dependency = new Tracked(Tracked.Kind.INTERFACE, each, 0, false);
                if (exists(config, each) && names.add(key(dependency))) {
                    wanted.computeIfAbsent(key(dependency), key -> new LinkedHashMap<>())
                            .put(instance, dependency);
                }
            }
            instance.keepTrackers(names);
        }
        List<Entry> begun = new ArrayList<>();
        Map<String, Entry> before = new HashMap<>(entries);
        entries.clear();
        wanted.forEach((key, watchers) -> {
            Tracked first = watchers.values().iterator().next();
            Object settings = settings(config, first);
            Entry entry = before.get(key);
            if (entry == null || !entry.config.equals(settings)) {
                entry = new Entry(settings, make(key, settings));
                begun.add(entry);
            } else {
                before.remove(key);
            }
            entry.watchers = watchers;
            entries.put(key, entry);
        });
        before.values().forEach(ended -> ended.tracker.stop());
        entries.keySet().forEach(this::tell);
        begun.forEach(entry -> entry.tracker.start());
    }

    /** A script that does not run is left out, as the original does, instead of keeping its instance from ever serving. */
    private boolean usable(KeepalivedConfig config, Tracked tracked) {
        return tracked.kind() != Tracked.Kind.SCRIPT
                || !(settings(config, tracked) instanceof ScriptConfig script)
                || scripts.inspect(script.command()).runs();
    }

    /** One that nobody has seen yet is no reason to wait, as in the original, unless interfaces may come later. */
    private boolean exists(KeepalivedConfig config, String interfaceName) {
        return config.global().dynamicInterfaces() || kernel.link(interfaceName) != null;
    }

    private static String key(Tracked tracked) {
        return tracked.kind().word() + " " + tracked.name();
    }

    private static Object settings(KeepalivedConfig config, Tracked tracked) {
        Object found = switch (tracked.kind()) {
            case INTERFACE -> tracked.name();
            case SCRIPT -> first(config.scripts().stream().filter(c -> c.name().equals(tracked.name())));
            case PROCESS ->
                first(config.processes().stream().filter(c -> c.name().equals(tracked.name())));
            case FILE -> first(config.files().stream().filter(c -> c.name().equals(tracked.name())));
            case BFD -> first(config.bfds().stream().filter(c -> c.name().equals(tracked.name())));
            case REDIS -> first(config.redises().stream().filter(c -> c.name().equals(tracked.name())));
        };
        if (found == null) {
            throw new IllegalStateException("the reader lets no unknown tracker through: " + tracked);
        }
        return found;
    }

    private static @Nullable Object first(java.util.stream.Stream<?> found) {
        return found.findFirst().orElse(null);
    }

    private Tracker make(String key, Object settings) {
        Runnable changed = () -> tell(key);
        return switch (settings) {
            case ScriptConfig script -> new ScriptTracker(script, node, scripts, changed);
            case ProcessConfig process -> new ProcessTracker(process, node, files, changed);
            case FileConfig file -> new FileTracker(file, node, files, changed);
            case BfdConfig bfd -> new BfdTracker(bfd, sessions, () -> turned(key, bfd.name()));
            case RedisConfig redis -> new RedisTracker(redis, node, kernel, changed);
            default -> new InterfaceTracker(settings.toString(), kernel);
        };
    }

    private void turned(String key, String session) {
        Entry entry = entries.get(key);
        if (entry != null) {
            String state = sessions.isUp(session) ? "UP" : "DOWN";
            entry.watchers
                    .keySet()
                    .forEach(instance -> node.log()
                            .notice("VRRP_Instance(" + instance.config().name() + ") Tracked BFD instance " + session
                                    + " is " + state));
        }
        tell(key);
    }

    private void tell(String key) {
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.watchers.forEach((instance, as) -> instance.contribute(key, entry.tracker.contribution(as)));
        }
    }

    /** An interface changed: those who watch it are told. */
    public void linkChanged(String interfaceName) {
        tell(Tracked.Kind.INTERFACE.word() + " " + interfaceName);
    }

    /**
     * A tracker as reports show it.
     *
     * @param kind of what
     * @param standing how it stands
     * @param watchers who watches it, and how
     */
    public record Watched(Tracked.Kind kind, Standing standing, Map<Instance, Tracked> watchers) {}

    /** Each tracker that somebody watches. */
    public List<Watched> watched() {
        return entries.values().stream()
                .map(entry -> new Watched(
                        entry.watchers.values().iterator().next().kind(),
                        entry.tracker.standing(),
                        Collections.unmodifiableMap(entry.watchers)))
                .toList();
    }

    /** Ends all. */
    public void stop() {
        entries.values().forEach(entry -> entry.tracker.stop());
        entries.clear();
    }
}
