package org.backstay.sentinel.command;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Predicate;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.ConnectionRows;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.link.Time;
import org.jspecify.annotations.Nullable;

/** CLIENT: who is connected. */
final class ClientCommands {
    static final String BAD_NAME = "ERR Client names cannot contain spaces, newlines or special characters.";
    private static final List<String> HELP = List.of(
            "GETNAME",
            "    Return the name of the current connection.",
            "ID",
            "    Return the ID of the current connection.",
            "INFO",
            "    Return information about the current client connection.",
            "KILL <ip:port>",
            "    Kill connection made from <ip:port>.",
            "KILL <option> <value> [<option> <value> [...]]",
            "    Kill connections. Options are: ADDR, LADDR, ID, TYPE, SKIPME.",
            "LIST",
            "    Return information about client connections.",
            "SETNAME <name>",
            "    Assign the name <name> to the current connection.");

    private final Clients clients;
    private final Time time;

    ClientCommands(Clients clients, Time time) {
        this.clients = clients;
        this.time = time;
    }

    void bind(CommandTable<Handler> table) {
        table.container(ConnectionRows.CLIENT);
        table.on(ConnectionRows.CLIENT_ID, (c, r) -> c.reply().integer(c.id()));
        table.on(ConnectionRows.CLIENT_INFO, (c, r) -> c.reply().verbatim("txt", line(c) + "\n"));
        table.on(ConnectionRows.CLIENT_LIST, (c, r) -> list(c));
        table.on(ConnectionRows.CLIENT_GETNAME, (c, r) -> getName(c));
        table.on(ConnectionRows.CLIENT_SETNAME, ClientCommands::setName);
        table.on(ConnectionRows.CLIENT_KILL, this::kill);
        table.on(ConnectionRows.CLIENT_HELP, (c, r) -> Replies.help(c.reply(), "CLIENT", HELP));
    }

    /** Printable ASCII without spaces. */
    static boolean isName(String name) {
        return name.chars().allMatch(c -> c >= '!' && c <= '~');
    }

    private static void getName(Client client) {
        if (client.name.isEmpty()) {
            client.reply().nil();
        } else {
            client.reply().bulk(client.name);
        }
    }

    private static void setName(Client client, Request request) {
        String name = request.text(2);
        if (isName(name)) {
            client.name = name;
            client.reply().ok();
        } else {
            client.reply().error(BAD_NAME);
        }
    }

    private void list(Client client) {
        StringBuilder lines = new StringBuilder();
        clients.all().forEach(each -> lines.append(line(each)).append('\n'));
        client.reply().verbatim("txt", lines.toString());
    }

    private String line(Client client) {
        return "id=" + client.id()
                + " addr=" + text(client.channel().remoteAddress())
                + " laddr=" + text(client.channel().localAddress())
                + " name=" + client.name
                + " age=" + time.since(client.since()) / 1_000
                + " idle=" + time.since(client.activeAt) / 1_000
                + " flags=" + (client.subscriptions() > 0 ? "P" : "N")
                + " db=0 sub=" + client.channels().size()
                + " psub=" + client.patterns().size()
                + " ssub=0 multi=-1 cmd=" + client.lastCommand
                + " user=default redir=-1 resp=" + client.reply().protocol();
    }

    private static String text(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            return Names.text(inet.getAddress()) + ":" + inet.getPort();
        }
        return String.valueOf(address);
    }

    /** {@code CLIENT KILL ip:port}, or filters by name and value. */
    private void kill(Client client, Request request) {
        boolean old = request.size() == 3;
        Predicate<Client> victims = old ? addressIs(request.text(2)) : c -> true;
        boolean skipMe = !old;
        for (int i = 2; !old && i < request.size(); i += 2) {
            if (i + 1 >= request.size()) {
                client.reply().error("ERR syntax error");
                return;
            }
            if (request.is(i, "skipme")) {
                skipMe = request.is(i + 1, "yes");
                continue;
            }
            Predicate<Client> filter = filter(request, i);
            if (filter == null) {
                client.reply().error("ERR syntax error");
                return;
            }
            victims = victims.and(filter);
        }
        boolean spare = skipMe;
        int killed = clients.close(victims.and(c -> !spare || c != client), client);
        if (!old) {
            client.reply().integer(killed);
        } else if (killed == 0) {
            client.reply().error("ERR No such client");
        } else {
            client.reply().ok();
        }
    }

    private static @Nullable Predicate<Client> filter(Request request, int i) {
        String value = request.text(i + 1);
        if (request.is(i, "id")) {
            return c -> Long.toString(c.id()).equals(value);
        }
        if (request.is(i, "addr")) {
            return addressIs(value);
        }
        if (request.is(i, "laddr")) {
            return c -> text(c.channel().localAddress()).equals(value);
        }
        if (request.is(i, "type") && value.equalsIgnoreCase("pubsub")) {
            return c -> c.subscriptions() > 0;
        }
        if (request.is(i, "type") && value.equalsIgnoreCase("normal")) {
            return c -> c.subscriptions() == 0;
        }
        return null;
    }

    private static Predicate<Client> addressIs(String text) {
        return c -> text(c.channel().remoteAddress()).equals(text);
    }
}
