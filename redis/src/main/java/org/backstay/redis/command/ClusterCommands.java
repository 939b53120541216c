package org.backstay.redis.command;

import static org.backstay.resp.command.ClusterRows.CLUSTER;

import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.Handler;
import org.backstay.resp.command.ClusterRows;
import org.backstay.resp.command.CommandSpec;

/** CLUSTER, READONLY, READWRITE and ASKING: this server is no node of a cluster, and says so. */
public final class ClusterCommands {
    private static final Handler NO_CLUSTER = call -> {
        throw new CommandException("ERR This instance has cluster support disabled");
    };

    private ClusterCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        for (CommandSpec row : ClusterRows.ALL) {
            if (row.equals(CLUSTER)) {
                handlers.container(row);
            } else {
                handlers.on(row, NO_CLUSTER);
            }
        }
    }
}
