package org.backstay.vrrp.packet;

import org.backstay.vrrp.config.InstanceConfig;

/** Where the fields of an advertisement stand, and the values they may have. */
public final class VrrpFormat {
    /** IP protocol number of VRRP. */
    public static final int PROTOCOL = 112;
    /** Hop limit of every multicast advertisement, sent and received (RFC 5798, 5.1.1.3): nothing from afar. */
    public static final int HOP_LIMIT = 255;
    /** Priority by which a master resigns (RFC 5798, 5.2.4). */
    public static final int RESIGNED = 0;

    static final int TYPE_AND_VERSION = 0;
    static final int ROUTER_ID = 1;
    static final int PRIORITY = 2;
    static final int ADDRESS_COUNT = 3;
    /** Version 2: authentication type, then whole seconds. Version 3: four bits of nothing and hundredths of a second. */
    static final int INTERVAL = 4;

    static final int CHECKSUM = 6;
    static final int HEADER = 8;
    static final int PASSWORD = 8;
    static final int ADVERTISEMENT = 1;
    static final int NO_AUTHENTICATION = 0;
    static final int SIMPLE_PASSWORD = 1;
    static final int AUTHENTICATION_HEADER = 2;
    static final int CENTISECONDS = 0x0fff;

    private VrrpFormat() {}

    /** How a packet of version 2 says that it is authenticated. */
    static int authenticationType(InstanceConfig config) {
        InstanceConfig.Authentication how = config.authentication();
        if (how == null) {
            return NO_AUTHENTICATION;
        }
        return how.kind() == InstanceConfig.Authentication.Kind.PASS ? SIMPLE_PASSWORD : AUTHENTICATION_HEADER;
    }
}
