package org.backstay.redis.persistence;

import static org.backstay.resp.command.ServerRows.BGREWRITEAOF;
import static org.backstay.resp.command.ServerRows.BGSAVE;
import static org.backstay.resp.command.ServerRows.LASTSAVE;
import static org.backstay.resp.command.ServerRows.SAVE;

import org.backstay.redis.command.Handlers;
import org.backstay.redis.persistence.SnapshotSlot.Purpose;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.WorkWait;
import org.backstay.resp.Request;

/** SAVE, BGSAVE, BGREWRITEAOF and LASTSAVE. Runs on the server's loop. */
public final class PersistenceCommands {
    private final Persistence persistence;

    private PersistenceCommands(Persistence persistence) {
        this.persistence = persistence;
    }

    /** Binds the family. */
    public static void bind(Handlers handlers, Persistence persistence) {
        PersistenceCommands commands = new PersistenceCommands(persistence);
        handlers.on(SAVE, commands::save)
                .on(BGSAVE, commands::bgsave)
                .on(BGREWRITEAOF, commands::bgrewriteaof)
                .on(LASTSAVE, commands::lastsave);
    }

    /** The state as it is now; the client waits until it is on disk, and nobody else does. */
    private void save(Call call) {
        if (persistence.slot().isBusy()) {
            call.reply().error("ERR Background save already in progress");
            return;
        }
        Client client = call.client();
        WorkWait wait = new WorkWait();
        client.block(wait);
        persistence.saves().begin(failure -> {
            if (wait.isOver()) {
                return;
            }
            if (failure == null) {
                client.reply().ok();
            } else {
                client.reply().error("ERR " + failure.getMessage());
            }
            call.server().clients().unblock(client);
            call.server().endBatch();
        });
    }

    private void bgsave(Call call) {
        Request request = call.request();
        boolean schedule = request.size() == 2 && request.is(1, "schedule");
        if (request.size() > 1 && !schedule) {
            call.reply().error("ERR syntax error");
            return;
        }
        SnapshotSlot slot = persistence.slot();
        if (slot.isBusyWith(Purpose.SAVE)) {
            call.reply().error("ERR Background save already in progress");
        } else if (slot.isBusy() && !schedule) {
            call.reply()
                    .error(
                            "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE in order to"
                                    + " schedule a BGSAVE whenever possible.");
        } else if (slot.isBusy()) {
            persistence.saves().schedule();
            call.reply().simple("Background saving scheduled");
        } else {
            persistence.saves().begin(failure -> {});
            call.reply().simple("Background saving started");
        }
    }

    private void bgrewriteaof(Call call) {
        SnapshotSlot slot = persistence.slot();
        if (persistence.appendLog().isRewriting()) {
            call.reply().error("ERR Background append only file rewriting already in progress");
        } else if (slot.isBusy()) {
            persistence.appendLog().scheduleRewrite();
            call.reply().simple("Background append only file rewriting scheduled");
        } else {
            persistence.appendLog().rewrite();
            call.reply().simple("Background append only file rewriting started");
        }
    }

    private void lastsave(Call call) {
        call.reply().integer(persistence.saves().lastSaveMillis() / 1000);
    }
}
