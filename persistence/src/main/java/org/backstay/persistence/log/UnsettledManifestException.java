package org.backstay.persistence.log;

import java.io.IOException;

/** A manifest could not be replaced, or not for sure: after a crash it may be the old one or the new one. */
final class UnsettledManifestException extends IOException {
    UnsettledManifestException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
