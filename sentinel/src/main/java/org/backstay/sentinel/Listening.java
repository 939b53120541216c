package org.backstay.sentinel;

import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.backstay.node.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The addresses to listen on, as the {@code bind} directive gives them. Owned by the loop.
 *
 * <p>{@code *} are all IPv4 addresses and {@code ::*} all IPv6 ones; where both are wanted one IPv6 socket takes both, and where there is
 * no IPv6, IPv4 alone. A minus sign in front forgives an address that can't be had.
 */
final class Listening {
    private record Address(
            String host, boolean forgiven, @Nullable String otherwise) {}

    private final List<Address> addresses = new ArrayList<>();
    private final int port;
    private int open;

    Listening(List<String> words, int port) {
        this.port = port;
        List<String> hosts =
                words.stream().map(w -> w.startsWith("-") ? w.substring(1) : w).toList();
        boolean both = hosts.contains("*") && hosts.contains("::*");
        if (both) {
            addresses.add(new Address("::", false, "0.0.0.0"));
        }
        for (String word : words) {
            boolean forgiven = word.startsWith("-");
            String host = forgiven ? word.substring(1) : word;
            switch (host) {
                case "*" -> addIf(!both, new Address("0.0.0.0", forgiven, null));
                case "::*" -> addIf(!both, new Address("::", forgiven, null));
                default -> addresses.add(new Address(host, forgiven, null));
            }
        }
    }

    private void addIf(boolean wanted, Address address) {
        if (wanted) {
            addresses.add(address);
        }
    }

    /**
     * Listens on all of them, one after the other.
     *
     * @param listen on an address
     * @param done told null, or why nobody will be able to connect
     */
    void open(Function<Endpoint, ChannelFuture> listen, Consumer<@Nullable IOException> done) {
        open(0, listen, done);
    }

    private void open(int i, Function<Endpoint, ChannelFuture> listen, Consumer<@Nullable IOException> done) {
        if (i == addresses.size()) {
            done.accept(open > 0 ? null : new IOException("Configured to not listen anywhere, exiting."));
            return;
        }
        Address address = addresses.get(i);
        listen.apply(new Endpoint(address.host, port)).addListener(bound -> {
            if (bound.isSuccess()) {
                open++;
                open(i + 1, listen, done);
            } else if (address.otherwise != null) {
                addresses.set(i, new Address(address.otherwise, false, null));
                open(i, listen, done);
            } else if (address.forgiven) {
                open(i + 1, listen, done);
            } else {
                done.accept(new IOException("Could not create server TCP listening socket " + address.host + ":" + port
                        + ": bind: " + bound.cause().getMessage()));
            }
        });
    }
}
