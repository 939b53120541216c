package org.backstay.redis.config;

import io.netty.util.NetUtil;
import java.util.List;
import org.backstay.config.ValueType;

/** An IP address of this machine, or nothing. */
final class IpAddressType implements ValueType<String> {
    @Override
    public String read(List<String> words, String before) {
        String address = words.size() == 1 ? words.getFirst() : " ";
        if (!address.isEmpty() && !NetUtil.isValidIpV4Address(address) && !NetUtil.isValidIpV6Address(address)) {
            throw new IllegalArgumentException("argument must be an IP address");
        }
        return address;
    }

    @Override
    public String show(String address) {
        return address;
    }

    @Override
    public List<String> lines(String address) {
        return List.of(address.isEmpty() ? "\"\"" : address);
    }

    @Override
    public String expected() {
        return "an IP address, or \"\"";
    }
}
