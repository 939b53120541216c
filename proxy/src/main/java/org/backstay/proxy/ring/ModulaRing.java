package org.backstay.proxy.ring;

import java.util.List;
import java.util.stream.IntStream;

/** The hash modulo a list that has each server as often as it weighs. */
final class ModulaRing implements Ring {
    private final int[] servers;

    ModulaRing(List<RingMember> members) {
        servers = members.stream()
                .flatMapToInt(m -> IntStream.generate(m::index).limit(m.weight()))
                .toArray();
    }

    @Override
    public int server(int hash) {
        return servers[Integer.remainderUnsigned(hash, servers.length)];
    }
}
