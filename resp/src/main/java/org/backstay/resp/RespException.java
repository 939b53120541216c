package org.backstay.resp;

/** What was received is not the protocol. The message says what was read and what was expected. */
public final class RespException extends RuntimeException {
    RespException(String message) {
        super(message);
    }
}
