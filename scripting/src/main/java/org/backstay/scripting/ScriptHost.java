package org.backstay.scripting;

import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** What a script may do to the server that runs it. Implemented by the server; called on its loop while a script runs. */
public interface ScriptHost {
    /**
     * Executes a command for the script.
     *
     * @return null when it was executed, and {@link #reply()} has its answer; else why it was refused, with the error's code
     */
    @Nullable
    String execute(Request request);

    /** What the last command answered. */
    ReplyWriter reply();

    /** The protocol whose types the script sees in answers: 2 or 3. */
    void protocol(int version);

    /** Decides whether the log and the replicas are told of the writes that follow. */
    void replicate(boolean log, boolean replicas);

    /** Whether the user who runs the script may execute a command; null when there is no such command. */
    @Nullable
    Boolean mayExecute(Request request);

    /**
     * Writes to the server's log.
     *
     * @param level 0 (debug) to 3 (warning)
     */
    void log(int level, String message);

    /** Asked from time to time while a script runs: whether it must stop. The server may serve others meanwhile. */
    boolean mustStop();
}
