package org.backstay.redis.scripting;

import org.backstay.redis.server.Client;
import org.backstay.resp.Request;

/** The script or function that runs now. Owned by the server's loop. */
final class RunningScript {
    /** What runs, and what stops it. */
    enum Kind {
        /** A script of EVAL, stopped by SCRIPT KILL. */
        EVAL("SCRIPT KILL"),
        /** A function, stopped by FUNCTION KILL. */
        FUNCTION("FUNCTION KILL");

        private final String killer;
        private final String killed;

        Kind(String killer) {
            this.killer = killer;
            this.killed = "ERR Script killed by user with " + killer + ".";
        }

        /** The command that stops it. */
        String killer() {
            return killer;
        }

        /** What the caller is told of a script that was stopped. */
        String killed() {
            return killed;
        }

        /** What clients are told that want anything else meanwhile. */
        String busy() {
            return "BUSY Redis is busy running a script. You can only call " + killer + " or SHUTDOWN NOSAVE.";
        }
    }

    private final Kind kind;
    private final String name;
    private final Client caller;
    private final Request request;
    private final long startNanos;
    private final boolean readOnly;
    private boolean written;
    private boolean mindsMemory;
    private boolean killed;
    private boolean timedOut;

    RunningScript(Kind kind, String name, Client caller, Request request, long startNanos, boolean readOnly) {
        this.kind = kind;
        this.name = name;
        this.caller = caller;
        this.request = request;
        this.startNanos = startNanos;
        this.readOnly = readOnly;
    }

    Kind kind() {
        return kind;
    }

    /** The script's digest, or the function's name. */
    String name() {
        return name;
    }

    /** Who called it. */
    Client caller() {
        return caller;
    }

    /** How it was called. */
    Request request() {
        return request;
    }

    long millis(long nowNanos) {
        return (nowNanos - startNanos) / 1_000_000;
    }

    /** Whether commands that need memory are refused while there is none, as long as it has not written. */
    boolean mindsMemory() {
        return mindsMemory;
    }

    void mindsMemory(boolean yes) {
        mindsMemory = yes;
    }

    /** Whether write commands are refused. */
    boolean isReadOnly() {
        return readOnly;
    }

    /** Whether it has called a write command, and cannot be stopped without leaving half of its work behind. */
    boolean hasWritten() {
        return written;
    }

    void write() {
        written = true;
    }

    boolean isKilled() {
        return killed;
    }

    void kill() {
        killed = true;
    }

    /** Whether it has run so long that others are served meanwhile. */
    boolean isTimedOut() {
        return timedOut;
    }

    void timeOut() {
        timedOut = true;
    }
}
