package org.backstay.proxy.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.backstay.resp.CommandEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What a new server connection says before any request: the password, the database, and to a server that the sentinels named, the
 * question whether it is a master. Immutable; one for all connections of a pool.
 */
public final class Greeting {
    /** One command of it. */
    enum Step {
        AUTH,
        SELECT,
        ROLE
    }

    private final @Nullable String password;
    private final int database;
    private final List<Step> steps = new ArrayList<>();

    /**
     * A greeting.
     *
     * @param password null for none
     * @param database 0 needs no command
     * @param mastersOnly whether requests wait until the server has said that it is a master
     */
    public Greeting(@Nullable String password, int database, boolean mastersOnly) {
        this.password = password;
        this.database = database;
        if (password != null) {
            steps.add(Step.AUTH);
        }
        if (database > 0) {
            steps.add(Step.SELECT);
        }
        if (mastersOnly) {
            steps.add(Step.ROLE);
        }
    }

    List<Step> steps() {
        return steps;
    }

    /** Whether requests wait for the answers. */
    boolean verifies() {
        return steps.contains(Step.ROLE);
    }

    int database() {
        return database;
    }

    /** The commands as bytes; the caller releases them. */
    ByteBuf bytes(ByteBufAllocator allocator) {
        ByteBuf out = allocator.directBuffer();
        for (Step step : steps) {
            switch (step) {
                case AUTH -> CommandEncoder.encode(out, "AUTH", password == null ? "" : password);
                case SELECT -> CommandEncoder.encode(out, "SELECT", Integer.toString(database));
                case ROLE -> CommandEncoder.encode(out, "ROLE");
            }
        }
        return out;
    }
}
