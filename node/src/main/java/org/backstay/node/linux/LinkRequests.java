package org.backstay.node.linux;

import java.util.Map;

/** Requests that make, change and remove interfaces (rtnetlink(7)): one message each. */
final class LinkRequests {
    private static final int NEW_LINK = 16;
    private static final int DELETE_LINK = 17;
    private static final int REQUEST = 0x01;
    private static final int ACKNOWLEDGE = 0x04;
    private static final int EXCLUSIVE = 0x200;
    private static final int CREATE = 0x400;
    private static final int UP = 0x1;
    private static final int ADDRESS = 1;
    private static final int NAME = 3;
    private static final int BELOW = 5;
    private static final int INFO = 18;
    private static final int INFO_KIND = 1;
    private static final int INFO_DATA = 2;
    private static final int MACVLAN_MODE = 1;
    private static final int PRIVATE = 1;
    private static final int FAMILIES = 26;
    private static final int INET_CONF = 1;
    private static final int INET6_ADDRESS_MODE = 8;
    private static final byte NO_ADDRESSES = 1;

    private LinkRequests() {}

    private static NetlinkWriter of(int type, int flags, int sequence, int index, int linkFlags, int changed) {
        return new NetlinkWriter(type, REQUEST | ACKNOWLEDGE | flags, sequence)
                .bytes(0, 0, 0, 0)
                .number(index)
                .number(linkFlags)
                .number(changed);
    }

    /** An interface with a hardware address of its own over another one, deaf to others of its kind there. */
    static NetlinkWriter macvlan(int sequence, int below, String name, byte[] hardwareAddress) {
        NetlinkWriter request = of(NEW_LINK, CREATE | EXCLUSIVE, sequence, 0, 0, 0)
                .attribute(BELOW, below)
                .attribute(NAME, name)
                .attribute(ADDRESS, hardwareAddress);
        int info = request.open(INFO);
        request.attribute(INFO_KIND, "macvlan");
        int data = request.open(INFO_DATA);
        request.attribute(MACVLAN_MODE, PRIVATE);
        return request.close(data).close(info);
    }

    /** Properties of IPv4 on an interface, by the kernel's numbers of them. */
    static NetlinkWriter ipv4(int sequence, int index, Map<Integer, Integer> properties) {
        NetlinkWriter request = of(NEW_LINK, 0, sequence, index, 0, 0);
        int families = request.open(FAMILIES);
        int family = request.open(Sockaddr.AF_INET);
        int all = request.open(INET_CONF);
        properties.forEach(request::attribute);
        return request.close(all).close(family).close(families);
    }

    /** No IPv6 address that nobody asked for. */
    static NetlinkWriter withoutAddresses(int sequence, int index) {
        NetlinkWriter request = of(NEW_LINK, 0, sequence, index, 0, 0);
        int families = request.open(FAMILIES);
        int family = request.open(Sockaddr.AF_INET6);
        request.attribute(INET6_ADDRESS_MODE, new byte[] {NO_ADDRESSES});
        return request.close(family).close(families);
    }

    static NetlinkWriter up(int sequence, int index) {
        return of(NEW_LINK, 0, sequence, index, UP, UP);
    }

    static NetlinkWriter remove(int sequence, int index) {
        return of(DELETE_LINK, 0, sequence, index, 0, 0);
    }
}
