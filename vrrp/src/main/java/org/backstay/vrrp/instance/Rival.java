package org.backstay.vrrp.instance;

import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.packet.ReceivedPacket;
import org.backstay.vrrp.packet.VrrpFormat;
import org.jspecify.annotations.Nullable;

/** What another master is to a master: RFC 5798, 6.4.3. Of equal priorities the higher address wins. */
enum Rival {
    /** It lets go. */
    RESIGNS,
    /** It has the right to the addresses. */
    BETTER,
    /** It has not. */
    WORSE,
    /** It has our address too: somebody made a mistake. */
    TWIN;

    static Rival of(ReceivedPacket packet, int ownPriority, @Nullable IpAddress ownAddress) {
        int theirs = packet.priority();
        if (theirs == VrrpFormat.RESIGNED) {
            return RESIGNS;
        }
        int byPriority = Integer.compare(theirs, ownPriority);
        int byAddress = ownAddress == null ? 0 : packet.source().compareTo(ownAddress);
        if (byPriority > 0 || (byPriority == 0 && byAddress > 0)) {
            return BETTER;
        }
        return byPriority < 0 || byAddress < 0 ? WORSE : TWIN;
    }
}
