package org.backstay.vrrp.report;

import java.util.List;
import java.util.function.Function;
import org.backstay.vrrp.config.KeepalivedConfig;
import org.backstay.vrrp.config.ScriptCommand;
import org.backstay.vrrp.group.SyncGroup;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.instance.Ports;
import org.backstay.vrrp.link.LinkDetail;
import org.backstay.vrrp.script.Accounts;
import org.backstay.vrrp.tracker.Trackers;

/**
 * A router at one time. Read on its loop.
 *
 * @param config how it is configured
 * @param hostName the machine's name
 * @param instances its virtual routers, in the configuration's order
 * @param groups its sync groups
 * @param trackers what is watched
 * @param ports where it hears and speaks
 * @param links the machine's interfaces
 * @param identities under whom a program runs
 */
public record Snapshot(
        KeepalivedConfig config,
        String hostName,
        List<Instance> instances,
        List<SyncGroup> groups,
        List<Trackers.Watched> trackers,
        List<Ports.Open> ports,
        List<LinkDetail> links,
        Function<ScriptCommand, Accounts.Identity> identities) {}
