package org.backstay.node.linux;

/** Numbers of Linux's socket interface, named as in its header files. */
public final class SocketOptions {
    /** Level of options of every socket. */
    public static final int SOL_SOCKET = 1;
    /** Size of the receive buffer. */
    public static final int SO_RCVBUF = 8;
    /** Priority of the queue in which packets leave. */
    public static final int SO_PRIORITY = 12;
    /** How long a receive waits. */
    public static final int SO_RCVTIMEO = 20;
    /** The one interface that is used. */
    public static final int SO_BINDTODEVICE = 25;
    /** Level of IPv4 options. */
    public static final int IPPROTO_IP = 0;
    /** Type of service. */
    public static final int IP_TOS = 1;
    /** How many routers a packet may pass; also what is received of it. */
    public static final int IP_TTL = 2;
    /** The packet brings its IP header. */
    public static final int IP_HDRINCL = 3;
    /** To which address a packet came. */
    public static final int IP_PKTINFO = 8;
    /** Whether it is told how many routers a received packet could still have passed. */
    public static final int IP_RECVTTL = 12;
    /** Where packets to groups leave. */
    public static final int IP_MULTICAST_IF = 32;
    /** Time to live of packets to groups. */
    public static final int IP_MULTICAST_TTL = 33;
    /** Whether we hear ourselves. */
    public static final int IP_MULTICAST_LOOP = 34;
    /** Joins a group. */
    public static final int IP_ADD_MEMBERSHIP = 35;
    /** Whether groups that other sockets joined are heard too. */
    public static final int IP_MULTICAST_ALL = 49;
    /** Level of IPv6 options. */
    public static final int IPPROTO_IPV6 = 41;
    /** Where the kernel puts the checksum. */
    public static final int IPV6_CHECKSUM = 7;
    /** Whether IPv4 is left to others. */
    public static final int IPV6_V6ONLY = 26;
    /** Hop limit of packets to one host. */
    public static final int IPV6_UNICAST_HOPS = 16;
    /** Where packets to groups leave. */
    public static final int IPV6_MULTICAST_IF = 17;
    /** Hop limit of packets to groups. */
    public static final int IPV6_MULTICAST_HOPS = 18;
    /** Whether we hear ourselves. */
    public static final int IPV6_MULTICAST_LOOP = 19;
    /** Joins a group. */
    public static final int IPV6_ADD_MEMBERSHIP = 20;
    /** Whether groups that other sockets joined are heard too. */
    public static final int IPV6_MULTICAST_ALL = 29;
    /** Asks for the destination of what is received. */
    public static final int IPV6_RECVPKTINFO = 49;
    /** The destination of what was received. */
    public static final int IPV6_PKTINFO = 50;
    /** Asks for the hop limit of what is received. */
    public static final int IPV6_RECVHOPLIMIT = 51;
    /** The hop limit of what was received. */
    public static final int IPV6_HOPLIMIT = 52;
    /** Traffic class. */
    public static final int IPV6_TCLASS = 67;

    private SocketOptions() {}
}
