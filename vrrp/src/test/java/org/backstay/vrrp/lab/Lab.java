package org.backstay.vrrp.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.backstay.base.net.IpAddress;
import org.backstay.node.linux.LinuxProcess;
import org.backstay.node.linux.RouteNetlink;
import org.backstay.testkit.stock.Folder;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.junit.jupiter.api.Assumptions;

/**
 * Three machines on one switch: network namespaces {@code a}, {@code b} and {@code c}, each with an {@code eth0} on a bridge in a
 * fourth. Made for one test and removed after it, with every process that it started.
 */
public final class Lab implements AutoCloseable {
    private static final List<String> MACHINES = List.of("a", "b", "c");
    private static final long PATIENCE_SECONDS = 20;
    private static int count;

    private final String prefix = "backstay" + ProcessHandle.current().pid() + "x" + count++ + "-";
    private final Folder folder = new Folder("lab");
    private final List<PeerProcess> processes = new ArrayList<>();
    private final String ip;
    private int files;

    private Lab(String ip) {
        this.ip = ip;
    }

    /** Makes one; without root, or where the kernel has no namespaces, the test is skipped with a word. */
    public static Lab open() {
        Path ip = Programs.require("ip");
        Assumptions.assumeTrue(isRoot(), "network namespaces need root");
        Lab lab = new Lab(ip.toString());
        try {
            lab.build();
            return lab;
        } catch (IllegalStateException refused) {
            lab.close();
            Assumptions.abort("this kernel makes no network namespaces: " + refused.getMessage());
            throw refused;
        }
    }

    private static boolean isRoot() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .anyMatch(line -> line.matches("Uid:\\s+0\\s.*"));
        } catch (IOException unknown) {
            return false;
        }
    }

    private void build() {
        ip("netns", "add", name("switch"));
        ip("-n", name("switch"), "link", "add", "br0", "type", "bridge", "forward_delay", "0", "mcast_snooping", "0");
        ip("-n", name("switch"), "link", "set", "br0", "up");
        for (String each : MACHINES) {
            int number = MACHINES.indexOf(each) + 1;
            ip("netns", "add", name(each));
            ip("netns", "exec", name(each), "sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad");
            ip(
                    "-n",
                    name("switch"),
                    "link",
                    "add",
                    "port-" + each,
                    "type",
                    "veth",
                    "peer",
                    "name",
                    "eth0",
                    "netns",
                    name(each));
            ip("-n", name("switch"), "link", "set", "port-" + each, "master", "br0", "up");
            ip("-n", name(each), "link", "set", "lo", "up");
            ip("-n", name(each), "addr", "add", "10.77.0." + number + "/24", "dev", "eth0");
            ip("-n", name(each), "-6", "addr", "add", "fd77::" + number + "/64", "dev", "eth0");
            ip("-n", name(each), "link", "set", "eth0", "up");
        }
        Awaitility.await().until(() -> MACHINES.stream().allMatch(each -> linkLocal(each)));
    }

    private boolean linkLocal(String machine) {
        return addresses(machine).stream().anyMatch(each -> each.version() == 6 && each.isLinkLocal());
    }

    private String name(String machine) {
        return prefix + machine;
    }

    /** The switch's cable to a machine is pulled, or plugged in again. */
    public void cable(String machine, boolean plugged) {
        ip("-n", name("switch"), "link", "set", "port-" + machine, plugged ? "up" : "down");
    }

    /** The switch forgets a machine's cable without the machine noticing: it is cut off, its carrier stays. */
    public void cut(String machine, boolean isCut) {
        if (isCut) {
            ip("-n", name("switch"), "link", "set", "port-" + machine, "nomaster");
        } else {
            ip("-n", name("switch"), "link", "set", "port-" + machine, "master", "br0");
        }
    }

    /** Runs {@code ip} with these arguments. */
    public void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ip));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", arguments) + ": " + output.strip());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes a machine's interfaces: the arguments of {@code ip} behind {@code -n}. */
    public void ipOn(String machine, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-n", name(machine)));
        all.addAll(List.of(arguments));
        ip(all.toArray(String[]::new));
    }

    /** Does something in a machine's network; sockets that it opens stay there. */
    public <T> T on(String machine, Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(() -> {
            LinuxProcess.enterNamespace(name(machine));
            return task.call();
        });
        Thread thread = new Thread(future, "lab-" + machine);
        thread.setDaemon(true);
        thread.start();
        try {
            return future.get(PATIENCE_SECONDS * 10, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All addresses on a machine. */
    public List<IpAddress> addresses(String machine) {
        return on(machine, () -> {
            try (RouteNetlink netlink = new RouteNetlink()) {
                return netlink.addresses().stream().map(each -> each.address()).toList();
            }
        });
    }

    /** Whether a machine has an address. */
    public boolean has(String machine, String address) {
        return addresses(machine).contains(Objects.requireNonNull(IpAddress.parse(address)));
    }

    /** Waits until an address is on one machine of a and b, and on no other. */
    public void awaitHolder(String machine, String address) {
        String other = machine.equals("a") ? "b" : "a";
        await("address on " + machine, () -> has(machine, address) && !has(other, address));
    }

    /** Waits until something is so; fails with what all programs printed. */
    public void await(String what, Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                    .pollInterval(Duration.ofMillis(20))
                    .until(condition);
        } catch (ConditionTimeoutException never) {
            throw new AssertionError("not so: " + what + "\n" + logs(), never);
        }
    }

    /** Writes a file into the lab's folder. */
    public Path write(String name, String text) {
        try {
            return Files.writeString(folder.path().resolve(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The lab's folder. */
    public Path folder() {
        return folder.path();
    }

    /** The folder for what programs on a machine write down when they are asked by a signal. */
    public Path reports(String machine) {
        try {
            return Files.createDirectories(folder.path().resolve("reports-" + machine));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks a program on a machine by a signal for a report that holds a word. */
    public String report(String machine, PeerProcess process, String signal, String name, String word) {
        Path file = reports(machine).resolve(name);
        try {
            Files.deleteIfExists(file);
            process.signal(signal);
            await(
                    file + " is written",
                    () -> Files.exists(file) && Files.readString(file).contains(word));
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a program on a machine. */
    public PeerProcess start(String machine, String name, List<String> command) {
        PeerProcess process =
                on(machine, () -> PeerProcess.start(machine + "-" + name + "-" + files++, folder.path(), command));
        processes.add(process);
        return process;
    }

    /** {@code kill -9}, also of the children that the original does its work in. */
    public void kill(PeerProcess process) {
        ProcessHandle.of(process.pid()).ifPresent(parent -> {
            List<ProcessHandle> children = parent.descendants().toList();
            parent.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        });
        process.awaitEnd();
    }

    /** What all programs printed. */
    public String logs() {
        StringBuilder all = new StringBuilder();
        processes.forEach(
                each -> all.append("--- ").append(each.pid()).append('\n').append(each.output()));
        return all.toString();
    }

    @Override
    public void close() {
        for (PeerProcess each : processes) {
            if (each.alive()) {
                kill(each);
            }
        }
        List<String> all = new ArrayList<>(MACHINES);
        all.add("switch");
        for (String each : all) {
            try {
                ip("netns", "del", name(each));
            } catch (IllegalStateException neverMade) {
                // What is not there need not be removed.
            }
        }
        folder.close();
    }
}
