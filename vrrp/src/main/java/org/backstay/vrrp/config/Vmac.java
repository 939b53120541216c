package org.backstay.vrrp.config;

import java.util.HexFormat;

/**
 * An interface of an instance's own, with the virtual router's hardware address (RFC 5798, 7.3): its addresses move from machine to machine
 * without the neighbours having to learn another hardware address.
 *
 * @param name of the interface
 * @param below the interface that it stands on
 * @param family of the advertisements: 4 or 6
 * @param hardwareAddress six bytes in hexadecimal, parted by colons
 * @param transmitsOnBase whether advertisements go over the interface below it
 */
public record Vmac(String name, String below, int family, String hardwareAddress, boolean transmitsOnBase) {
    /** Characters of a hardware address. */
    static final int HARDWARE_TEXT = 17;

    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":");

    /** The hardware address that RFC 5798 gives to a virtual router. */
    static String standardAddress(int family, int virtualRouterId) {
        return String.format("00:00:5e:00:%02x:%02x", family == 4 ? 1 : 2, virtualRouterId);
    }

    /** The hardware address as six bytes. */
    public byte[] bytes() {
        return FORMAT.parseHex(hardwareAddress);
    }
}
