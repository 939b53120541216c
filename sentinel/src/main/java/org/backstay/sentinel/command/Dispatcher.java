package org.backstay.sentinel.command;

import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.RequestInput;
import org.backstay.resp.command.CommandFlag;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable;
import org.backstay.sentinel.link.Time;

/** Carries out what clients send, one request after the other. Owned by the loop. */
final class Dispatcher {
    private final CommandTable<Handler> table;
    private final Time time;
    private long commands;
    private long errors;

    Dispatcher(CommandTable<Handler> table, Time time) {
        this.table = table;
        this.time = time;
    }

    /** How many commands were carried out. */
    long commands() {
        return commands;
    }

    /** How many were refused or failed. */
    long errors() {
        return errors;
    }

    /** Carries out what has arrived, until a reply has to wait. */
    void run(Client client) {
        RequestInput input = client.input();
        while (!client.isHeld() && !client.isClosing()) {
            RequestInput.Status status = input.next();
            if (status == RequestInput.Status.MORE) {
                break;
            }
            if (status == RequestInput.Status.BROKEN) {
                client.reply().error("ERR " + input.error());
                client.closeAfterReply();
                break;
            }
            client.activeAt = time.now();
            run(client, input.request());
        }
        input.settle();
        client.flush();
    }

    private void run(Client client, Request request) {
        ReplyWriter reply = client.reply();
        long before = reply.errors();
        commands++;
        CommandTable.Entry<Handler> entry = table.find(request);
        if (entry == null) {
            refuseUnknown(reply, request);
        } else {
            run(client, request, entry);
        }
        errors += reply.errors() - before;
    }

    private void refuseUnknown(ReplyWriter reply, Request request) {
        if (table.find(request.address(0), request.length(0)) == null) {
            Replies.unknownCommand(reply, request);
        } else {
            Replies.unknownSubcommand(reply, request);
        }
    }

    private static void run(Client client, Request request, CommandTable.Entry<Handler> entry) {
        CommandSpec spec = entry.spec();
        Handler handler = entry.handler();
        client.lastCommand = spec.fullName();
        if (handler == null || !spec.accepts(request.size())) {
            Replies.wrongArity(client.reply(), spec.fullName());
        } else if (!client.authenticated && !spec.is(CommandFlag.NO_AUTH)) {
            client.reply().error("NOAUTH Authentication required.");
        } else if (client.subscriptions() > 0 && client.reply().protocol() == 2 && !isForSubscribers(spec)) {
            client.reply()
                    .error(
                            "ERR Can't execute '" + spec.fullName().replace('|', ' ')
                                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
        } else {
            handler.run(client, request);
        }
    }

    private static boolean isForSubscribers(CommandSpec spec) {
        return switch (spec.name()) {
            case "ping", "subscribe", "unsubscribe", "psubscribe", "punsubscribe" -> true;
            default -> false;
        };
    }
}
