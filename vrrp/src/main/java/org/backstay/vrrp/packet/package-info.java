/**
 * The VRRP advertisement on the wire, versions 2 (RFC 3768) and 3 (RFC 5798, RFC 9568), and what makes a received one worth nothing;
 * the IPv4 and authentication headers before it.
 *
 * <p>Runs on the router's loop, and holds no state of its own but the count of authenticated packets. Imports {@code org.backstay.base}
 * and the instance's configuration.
 */
@NullMarked
package org.backstay.vrrp.packet;

import org.jspecify.annotations.NullMarked;
