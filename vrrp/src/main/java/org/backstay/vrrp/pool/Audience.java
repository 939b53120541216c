package org.backstay.vrrp.pool;

import org.backstay.vrrp.config.RealServerConfig;
import org.backstay.vrrp.config.VirtualServerConfig;

/** Who is told what becomes of virtual and real servers. Called on the router's loop. */
public interface Audience {
    /** A server came or went. */
    void server(VirtualServerConfig virtual, RealServerConfig real, boolean up);

    /** There is enough to serve, or not. */
    void quorum(VirtualServerConfig virtual, boolean up);

    /** A mail about a server; the subject says whether it is up. */
    void mail(VirtualServerConfig virtual, RealServerConfig real, boolean up, String text);

    /** A mail about a virtual server; the subject says whether it is up. */
    void mail(VirtualServerConfig virtual, boolean up, String text);
}
