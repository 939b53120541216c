package org.backstay.vrrp.config;

import java.util.List;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * {@code global_defs} and what stands beside it at the top of the file. Times in nanoseconds.
 *
 * @param routerId how this node is named in mails; null for the host's name
 * @param mail to whom and how mail goes
 * @param version of VRRP where an instance says nothing
 * @param group4 to which IPv4 advertisements go
 * @param group6 to which IPv6 advertisements go
 * @param defaultInterface of static addresses
 * @param scriptUser under which scripts run; null for {@code keepalived_script} if there is one
 * @param scriptGroup null for the user's own
 * @param scriptSecurity whether root runs only what nobody else can change
 * @param fifos to which events are written
 * @param writeStatesOnReload whether a reload writes the states to the FIFOs
 * @param startupDelay before instances start
 * @param logUnknownIds whether advertisements for nobody here are logged
 * @param dynamicInterfaces whether interfaces may come later
 * @param realTimePriority 1 to 99; 0 for none
 * @param nice -20 to 19
 * @param lockMemory whether the process stays in memory
 * @param namespace in which the program runs; null for the one it is started in
 * @param instance distinguishes several programs' pid files; null for none
 * @param instanceInReports whether the names of reports hold the instance and the namespace
 * @param alerts whether mail is sent where nothing else is said
 * @param firewall how packets are kept from addresses
 * @param defaults of instances
 * @param checking what concerns all checkers of real servers
 */
public record GlobalSettings(
        @Nullable String routerId,
        Mail mail,
        int version,
        IpAddress group4,
        IpAddress group6,
        String defaultInterface,
        @Nullable String scriptUser,
        @Nullable String scriptGroup,
        boolean scriptSecurity,
        List<Fifo> fifos,
        boolean writeStatesOnReload,
        long startupDelay,
        boolean logUnknownIds,
        boolean dynamicInterfaces,
        int realTimePriority,
        int nice,
        boolean lockMemory,
        @Nullable String namespace,
        @Nullable String instance,
        boolean instanceInReports,
        Alerts alerts,
        Firewall firewall,
        InstanceDefaults defaults,
        Checking checking) {
    /**
     * Whether mail is sent where nothing else is said; null where the file does not say it.
     *
     * @param all of everything
     * @param routers of virtual routers
     * @param checkers of servers
     */
    public record Alerts(
            @Nullable Boolean all,
            @Nullable Boolean routers,
            @Nullable Boolean checkers) {}

    /**
     * What instances have that say nothing else.
     *
     * @param gratuitous what neighbours are told
     * @param downAdvertisements how many intervals without a master make a backup the master
     * @param lowerPriorityNoAdvert whether a master says nothing to one of lower priority
     * @param higherPrioritySendAdvert whether a master answers one of higher priority before it yields
     * @param skipAddressCheck whether the address list of a known master is not looked at
     * @param checkUnicastSource whether packets of others than peers are dropped
     * @param priorityChanges whether changes of priority are written to the FIFOs
     * @param strict whether instances keep to the RFCs
     */
    public record InstanceDefaults(
            GratuitousSettings gratuitous,
            int downAdvertisements,
            boolean lowerPriorityNoAdvert,
            boolean higherPrioritySendAdvert,
            boolean skipAddressCheck,
            boolean checkUnicastSource,
            boolean priorityChanges,
            boolean strict) {}

    /**
     * To whom and how mail goes.
     *
     * @param recipients none sends none
     * @param from the sender; null for {@code keepalived@HOST}
     * @param server host
     * @param port of the server
     * @param helo our name; null for the host's
     * @param timeout of connecting and of each answer
     * @param withoutFaults whether faults are not mailed
     */
    public record Mail(
            List<String> recipients,
            @Nullable String from,
            @Nullable String server,
            int port,
            @Nullable String helo,
            long timeout,
            boolean withoutFaults) {}

    /**
     * What concerns all checkers of real servers.
     *
     * @param changesOnly whether mail is sent only when a server comes or goes, not when one of several checkers of it changes
     * @param logAllFailures whether failures that are forgiven are logged
     * @param initialNotifications whether scripts are told of servers that are there from the start
     */
    public record Checking(boolean changesOnly, boolean logAllFailures, boolean initialNotifications) {}

    /** Of what a FIFO hears. */
    public enum Subject {
        /** {@code notify_fifo}: all. */
        ALL,
        /** {@code vrrp_notify_fifo}: virtual routers. */
        ROUTERS,
        /** {@code lvs_notify_fifo}: virtual and real servers. */
        SERVERS
    }

    /**
     * A FIFO for events.
     *
     * @param subject of what
     * @param path of the FIFO
     * @param user who owns it; null for root
     * @param group null for the user's own
     * @param script started to read it; null for none
     */
    public record Fifo(
            Subject subject,
            String path,
            @Nullable String user,
            @Nullable String group,
            @Nullable ScriptCommand script) {}
}
