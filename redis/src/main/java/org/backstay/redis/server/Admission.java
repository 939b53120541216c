package org.backstay.redis.server;

import org.backstay.resp.Request;
import org.backstay.resp.command.CommandFlag;
import org.backstay.resp.command.CommandTable;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a client may execute a command now. Answers with the error to send, or null to admit. Owned by the server's
 * loop; admitting allocates nothing.
 *
 * <p>The order of the questions is the original's, because a client that breaks two rules learns of the first only.
 */
final class Admission {
    private static final int SHOWN_BYTES = 128;

    private final RedisServer server;

    Admission(RedisServer server) {
        this.server = server;
    }

    /** The error for a command that is not in the table. */
    String unknown(Client client, CommandTable<Command> commands, Request request) {
        CommandTable.Entry<Command> container = commands.find(request.address(0), request.length(0));
        if (container != null) {
            return "ERR unknown subcommand '" + shown(request, 1, SHOWN_BYTES) + "'. Try "
                    + container.spec().name().toUpperCase(java.util.Locale.ROOT) + " HELP.";
        }
        StringBuilder text = new StringBuilder("ERR unknown command '");
        text.append(shown(request, 0, SHOWN_BYTES)).append("', with args beginning with: ");
        int begin = text.length();
        for (int i = 1; i < request.size() && text.length() - begin < SHOWN_BYTES; i++) {
            text.append('\'')
                    .append(shown(request, i, SHOWN_BYTES - text.length() + begin))
                    .append("' ");
        }
        return text.toString();
    }

    private static String shown(Request request, int i, int most) {
        String text = ErrorReplies.untilZero(request.text(i));
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** The reason why a client may not execute a command that is known, or null. */
    @Nullable
    String refuse(Client client, Command command, Request request) {
        if (!command.spec().accepts(request.size())) {
            return "ERR wrong number of arguments for '" + command.spec().fullName() + "' command";
        }
        if (server.access().mustAuthenticate(client) && !command.allowedWithoutAuthentication()) {
            return "NOAUTH Authentication required.";
        }
        if (client.transaction() != null && command.spec().is(CommandFlag.NO_MULTI)) {
            return "ERR Command not allowed inside a transaction";
        }
        String denied = server.access().refuse(client, command, request);
        if (denied != null) {
            return denied;
        }
        if (client.role() == Client.Role.MASTER) {
            return null;
        }
        String busy = server.busyError();
        if (busy != null && !command.spec().is(CommandFlag.ALLOW_BUSY)) {
            return busy;
        }
        if (!server.memory().makeRoom() && takesMemory(client, command)) {
            return MemoryGuard.OOM;
        }
        if (server.memory().isHeapTight() && (command.fillsHeap() || isQueued(client, command))) {
            return MemoryGuard.HEAP_FULL;
        }
        if (command.isWrite()) {
            String refusal = server.writeGate().refuse();
            if (refusal != null) {
                return refusal;
            }
        }
        if (client.isSubscribed() && client.reply().protocol() == 2 && !allowedWhenSubscribed(command)) {
            return "ERR Can't execute '" + command.spec().fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }
        if (server.writeGate().isStale() && !mayRunWhenStale(client, command)) {
            return ErrorReplies.MASTER_DOWN;
        }
        if (!command.allowedWhileLoading() && server.isLoading()) {
            return "LOADING Redis is loading the dataset in memory";
        }
        return null;
    }

    /** Whatever a transaction queues takes memory; EXEC says itself why it aborts. */
    private boolean takesMemory(Client client, Command command) {
        return command.needsMemory() || isQueued(client, command);
    }

    private boolean isQueued(Client client, Command command) {
        return client.transaction() != null && queues(command);
    }

    private static boolean mayRunWhenStale(Client client, Command command) {
        Transaction transaction = client.transaction();
        if (transaction != null && command.spec().name().equals("exec")) {
            return transaction.mayRunWhenStale();
        }
        return command.allowedWhenStale();
    }

    private static boolean allowedWhenSubscribed(Command command) {
        return switch (command.spec().name()) {
            case "subscribe",
                    "psubscribe",
                    "ssubscribe",
                    "unsubscribe",
                    "punsubscribe",
                    "sunsubscribe",
                    "ping",
                    "quit",
                    "reset" -> true;
            default -> false;
        };
    }

    /** Whether a transaction keeps this command for EXEC instead of executing it at once. */
    boolean queues(Command command) {
        return switch (command.spec().name()) {
            case "exec", "discard", "multi", "watch", "quit", "reset" ->
                command.spec().parent() != null;
            default -> true;
        };
    }
}
