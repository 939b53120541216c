package org.backstay.sentinel.command;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All clients. Owned by the loop. */
final class Clients {
    private final Map<Long, Client> byId = new LinkedHashMap<>();
    private long accepted;

    long nextId() {
        accepted++;
        return accepted;
    }

    /** How many connections were ever accepted. */
    long accepted() {
        return accepted;
    }

    void add(Client client) {
        byId.put(client.id(), client);
    }

    void remove(Client client) {
        byId.remove(client.id());
    }

    Collection<Client> all() {
        return byId.values();
    }

    int size() {
        return byId.size();
    }

    /** Closes those that fit; who asked for it still gets its reply. Returns how many there were. */
    int close(Predicate<Client> which, @Nullable Client asking) {
        List<Client> found = byId.values().stream().filter(which).toList();
        for (Client client : found) {
            if (client == asking) {
                client.closeAfterReply();
            } else {
                client.channel().close();
            }
        }
        return found.size();
    }
}
