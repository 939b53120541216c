package org.backstay.sentinel.link;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.backstay.node.Worker;
import org.jspecify.annotations.Nullable;

/** Host names and their addresses. Owned by the sentinel's loop; the lookups themselves are done by a worker. */
public final class Names {
    /** Looks a name up; may block. */
    @FunctionalInterface
    public interface Lookup {
        /** The address of the name in text, or a failure. */
        String resolve(String host) throws Exception;

        /** Asks the system. */
        static String system(String host) throws Exception {
            return text(InetAddress.getByName(host));
        }
    }

    private static final int MOST_REMEMBERED = 10_000;

    private final Worker worker;
    private final Lookup lookup;
    private final Map<String, String> known = new LinkedHashMap<>();

    /** Looks up by the worker. */
    public Names(Worker worker, Lookup lookup) {
        this.worker = worker;
        this.lookup = lookup;
    }

    /** Whether the host is an IP address and not a name. */
    public static boolean isIp(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /** An address in its usual text, IPv6 in the short form. */
    public static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    /** The address of a host as far as it is known without asking anybody; empty when it is not. */
    public String known(String host) {
        if (isIp(host)) {
            InetAddress address = literal(host);
            return address == null ? host : text(address);
        }
        return known.getOrDefault(host.toLowerCase(Locale.ROOT), "");
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Asks for the address of a name; the answer comes on the loop, empty when there is none. */
    public void resolve(String host, Consumer<String> answer) {
        if (isIp(host)) {
            answer.accept(known(host));
            return;
        }
        worker.run(() -> lookup.resolve(host), (ip, failure) -> {
            String found = ip == null || failure != null ? "" : ip;
            remember(host.toLowerCase(Locale.ROOT), found);
            answer.accept(found);
        });
    }

    private void remember(String host, String ip) {
        if (ip.isEmpty()) {
            return;
        }
        if (known.size() >= MOST_REMEMBERED) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(host, ip);
    }
}
