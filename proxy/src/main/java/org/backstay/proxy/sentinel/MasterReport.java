package org.backstay.proxy.sentinel;

import org.backstay.node.Endpoint;

/**
 * What one sentinel says of one master.
 *
 * @param sentinel who says it
 * @param place where the master is (SENTINEL GET-MASTER-ADDR-BY-NAME)
 * @param epoch the configuration epoch (SENTINEL MASTER, {@code config-epoch}): higher is newer
 * @param replacing whether it is held for down by a quorum, or a failover is under way
 */
record MasterReport(Endpoint sentinel, Endpoint place, long epoch, boolean replacing) {}
