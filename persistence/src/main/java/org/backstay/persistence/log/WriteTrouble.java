package org.backstay.persistence.log;

import java.util.function.Consumer;
import org.backstay.node.Log;

/** Whether the log can be written, and what is said of it when that changes. Owned by the node's loop. */
final class WriteTrouble {
    private final Log log;
    private final Consumer<String> told;
    private String error = "";

    /** Tells what is wrong, and with an empty text that nothing is any more. */
    WriteTrouble(Log log, Consumer<String> told) {
        this.log = log;
        this.told = told;
    }

    /** Why the last write failed, or empty. */
    String error() {
        return error;
    }

    void happened(Throwable failure) {
        String said = String.valueOf(failure.getMessage());
        if (!said.equals(error)) {
            error = said;
            log.warning("Error writing to the AOF file: " + said);
            told.accept(said);
        }
    }

    void isOver() {
        if (!error.isEmpty()) {
            log.warning("AOF write error looks solved. The server can write again.");
            forget();
        }
    }

    /** A log that is off fails no more: it is no reason to refuse writes. */
    void forget() {
        error = "";
        told.accept("");
    }
}
