package org.backstay.vrrp.config;

import java.util.List;

/**
 * A whole keepalived.conf.
 *
 * @param global what concerns all
 * @param instances the virtual routers
 * @param groups instances that go together
 * @param scripts that are watched
 * @param processes that are watched
 * @param files that are watched
 * @param redises that are watched
 * @param bfds machines that are asked whether they are there
 * @param staticAddresses that are there while the program runs
 * @param staticRoutes that are there while the program runs
 * @param staticRules that are there while the program runs
 * @param trackGroups which instances need which of these
 * @param virtualServers whose real servers are checked
 */
public record KeepalivedConfig(
        GlobalSettings global,
        List<InstanceConfig> instances,
        List<GroupConfig> groups,
        List<ScriptConfig> scripts,
        List<ProcessConfig> processes,
        List<FileConfig> files,
        List<RedisConfig> redises,
        List<BfdConfig> bfds,
        List<VirtualAddress> staticAddresses,
        List<VirtualRoute> staticRoutes,
        List<VirtualRule> staticRules,
        List<TrackGroup> trackGroups,
        List<VirtualServerConfig> virtualServers) {}
