package org.backstay.vrrp.config;

import java.util.List;

/**
 * A {@code track_group}: instances that need static addresses, routes and rules.
 *
 * @param name its name
 * @param members the instances' names
 * @param entries what they need
 */
public record TrackGroup(String name, List<String> members, List<KernelEntry> entries) {}
