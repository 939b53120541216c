package org.backstay.vrrp.config;

import java.util.List;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A service that real servers share.
 *
 * @param name as messages name it: {@code [10.0.0.1]:tcp:80}, {@code FWM 7} or {@code [GROUP]:0}
 * @param address whose health checks {@code ha_suspend} ties to its presence on this machine; null without {@code ha_suspend}
 * @param quorum the weight that it takes to serve
 * @param hysteresis how far the weight may stray from the quorum before that counts
 * @param omega whether the end of this program is told as a loss
 * @param quorumUp run when the quorum is gained; null for none
 * @param quorumDown run when the quorum is lost; null for none
 * @param smtpAlert whether mail is sent
 * @param sorry who serves without a quorum; null for nobody
 * @param servers who serve; never empty
 */
public record VirtualServerConfig(
        String name,
        @Nullable IpAddress address,
        int quorum,
        int hysteresis,
        boolean omega,
        @Nullable ScriptCommand quorumUp,
        @Nullable ScriptCommand quorumDown,
        boolean smtpAlert,
        @Nullable SorryServer sorry,
        List<RealServerConfig> servers) {
    /**
     * Who says that there is no service.
     *
     * @param name as {@code [10.0.0.1]:tcp:80}
     * @param inhibit whether it always is in the table, if only without weight
     */
    public record SorryServer(String name, boolean inhibit) {}
}
