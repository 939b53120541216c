package org.backstay.vrrp.config;

import java.util.List;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server that does a virtual server's work.
 *
 * @param address where it is
 * @param port of it; 0 for the virtual server's
 * @param protocol the virtual server's
 * @param weight its share of the work, which counts for the quorum
 * @param alpha whether it counts as down until its first check
 * @param inhibit whether a failure takes its weight and leaves it in the table
 * @param notifyUp run when it comes; null for none
 * @param notifyDown run when it goes; null for none
 * @param smtpAlert whether mail is sent
 * @param checkers all must succeed
 */
public record RealServerConfig(
        IpAddress address,
        int port,
        Protocol protocol,
        int weight,
        boolean alpha,
        boolean inhibit,
        @Nullable ScriptCommand notifyUp,
        @Nullable ScriptCommand notifyDown,
        boolean smtpAlert,
        List<CheckerConfig> checkers) {
    /** What carries the work. */
    public enum Protocol {
        /** TCP. */
        TCP,
        /** UDP. */
        UDP,
        /** SCTP. */
        SCTP,
        /** Any: what a firewall mark names. */
        NONE;

        /** As messages name it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** As {@code [10.0.0.1]:tcp:80}. */
    public String name() {
        return serviceName(address, protocol, port);
    }

    /** A service as messages name it: {@code [10.0.0.1]:tcp:80}. */
    public static String serviceName(IpAddress address, Protocol protocol, int port) {
        return "[" + address + "]:" + protocol.word() + ":" + port;
    }
}
