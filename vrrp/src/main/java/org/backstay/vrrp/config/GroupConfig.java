package org.backstay.vrrp.config;

import java.util.List;

/**
 * A {@code vrrp_sync_group}.
 *
 * @param name its name
 * @param members the instances that go together
 * @param tracked what is watched for all of them
 * @param trackWeights whether members keep weights of their own
 * @param notifications who is told
 */
public record GroupConfig(
        String name, List<String> members, List<Tracked> tracked, boolean trackWeights, Notifications notifications) {}
