package org.backstay.redis.server;

/** What CLIENT LIST and ACL LOG show of a client, in one line. Stateless. */
public final class ClientLine {
    private ClientLine() {}

    /**
     * The line of a client.
     *
     * @param now in milliseconds since the epoch
     * @param executing bytes of its input that are being executed
     */
    public static String of(Client client, long now, int executing) {
        Transaction transaction = client.transaction();
        return "id=" + client.id()
                + " addr=" + Peers.of(client.channel())
                + " laddr=" + Peers.local(client.channel())
                + " fd=" + client.descriptor()
                + " name=" + client.name()
                + " age=" + (now - client.createdMillis()) / 1_000
                + " idle=" + (now - client.lastInteractionMillis()) / 1_000
                + " flags=" + flags(client)
                + " db=" + client.database()
                + " sub=" + client.channels().size()
                + " psub=" + client.patterns().size()
                + " ssub=" + client.shardChannels().size()
                + " multi=" + (transaction == null ? -1 : transaction.queue().size())
                + " qbuf="
                + (client.input().unread() + executing)
                + " qbuf-free="
                + Math.max(0, client.input().memory() - client.input().unread())
                + " argv-mem=" + client.keptBytes()
                + " multi-mem=" + (transaction == null ? 0 : transaction.bytes())
                + " rbs=" + client.reply().memory() + " rbp=0"
                + " obl=" + client.reply().size()
                + " oll=0"
                + " omem=" + client.outputBytes()
                + " tot-mem=" + client.memory()
                + " events=r"
                + " cmd="
                + (client.lastCommand() == null
                        ? "NULL"
                        : client.lastCommand().spec().fullName())
                + " user=" + client.user().name()
                + " redir="
                + (client.tracking() == null ? -1 : client.tracking().options().redirect())
                + " resp=" + client.reply().protocol();
    }

    private static String flags(Client client) {
        StringBuilder flags = new StringBuilder();
        switch (client.role()) {
            case REPLICA -> flags.append('S');
            case MASTER -> flags.append('M');
            case NORMAL -> {}
        }
        if (client.isMonitor()) {
            flags.append('O');
        }
        if (client.isSubscribed()) {
            flags.append('P');
        }
        if (client.transaction() != null) {
            flags.append('x');
        }
        if (client.isBlocked()) {
            flags.append('b');
        }
        if (client.tracking() != null) {
            flags.append('t');
            flags.append(client.tracking().isRedirectBroken() ? "R" : "");
            flags.append(client.tracking().options().broadcast() ? "B" : "");
        }
        if (client.isWatchBroken()) {
            flags.append('d');
        }
        if (client.isClosing()) {
            flags.append('c');
        }
        if (Peers.isUnix(client.channel())) {
            flags.append('U');
        }
        if (client.isNoEvict()) {
            flags.append('e');
        }
        return flags.isEmpty() ? "N" : flags.toString();
    }
}
