package org.backstay.vrrp.config;

import java.util.List;

/** Copies of an instance's record with one component changed. */
final class Instances {
    private Instances() {}

    static InstanceConfig withTracked(InstanceConfig i, List<Tracked> tracked, List<String> dependencies) {
        return new InstanceConfig(
                i.name(),
                i.initialMaster(),
                i.interfaceName(),
                i.virtualRouterId(),
                i.priority(),
                i.version(),
                i.family(),
                i.interval(),
                i.downAdvertisements(),
                i.authentication(),
                i.addresses(),
                i.excluded(),
                i.routes(),
                i.rules(),
                i.preemption(),
                i.unicast(),
                i.source(),
                i.group(),
                i.vmac(),
                i.lowerPriorityNoAdvert(),
                i.higherPrioritySendAdvert(),
                i.skipAddressCheck(),
                i.trackPrimary(),
                i.trackSource(),
                i.accepts(),
                i.strict(),
                i.gratuitous(),
                i.notifications(),
                List.copyOf(tracked),
                i.addressVmacs(),
                List.copyOf(dependencies));
    }
}
