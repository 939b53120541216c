package org.backstay.vrrp.instance;

import io.netty.channel.EventLoop;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Clock;
import org.backstay.node.Log;
import org.backstay.vrrp.link.Kernel;

/**
 * What instances stand on.
 *
 * @param loop that owns them
 * @param clock agrees with the loop's timers
 * @param log for the operator
 * @param detail whether what is only interesting is logged too: {@code -D}
 * @param kernel of the machine
 * @param ports shared by all
 * @param observer hears of every step
 * @param group4 to which IPv4 advertisements go
 * @param group6 to which IPv6 advertisements go
 */
public record Ground(
        EventLoop loop,
        Clock clock,
        Log log,
        boolean detail,
        Kernel kernel,
        Ports ports,
        Observer observer,
        IpAddress group4,
        IpAddress group6) {}
