package org.backstay.stack.drill;

import java.util.List;

/**
 * What the loss of one master cost. Times are milliseconds since the kill, -1 for what did not happen.
 *
 * @param shard the master's name
 * @param killed where the old master was
 * @param promoted where the new one is, empty when there is none
 * @param detectionMillis a sentinel took it for down ({@code +sdown})
 * @param agreementMillis enough sentinels agreed ({@code +odown})
 * @param electionMillis a leader was elected ({@code +elected-leader})
 * @param promotionMillis a replica was a master by its own word ({@code +promoted-slave})
 * @param switchMillis the sentinels named it ({@code +switch-master})
 * @param firstWriteMillis the first write to the shard was acknowledged through a proxy
 * @param allProxiesMillis every proxy had acknowledged one
 * @param sent writes sent during the round
 * @param failed writes that were answered with an error or not at all
 * @param acknowledged writes acknowledged during the round
 * @param lost acknowledged writes that the new master does not have
 * @param oldestLostMillis how long before the kill the oldest of them was acknowledged; 0 when none was lost
 * @param connectionsLost clients whose connection to the proxy ended
 * @param returnMillis the old master was back as a replica with its link up
 * @param digestsAgree whether old and new master then had the same data
 * @param faults what was not as promised, one line each; empty when all was
 */
record Round(
        String shard,
        String killed,
        String promoted,
        double detectionMillis,
        double agreementMillis,
        double electionMillis,
        double promotionMillis,
        double switchMillis,
        double firstWriteMillis,
        double allProxiesMillis,
        long sent,
        long failed,
        long acknowledged,
        long lost,
        double oldestLostMillis,
        int connectionsLost,
        double returnMillis,
        boolean digestsAgree,
        List<String> faults) {}
