package org.backstay.redis.server;

import java.util.Set;
import java.util.TreeSet;
import org.backstay.base.bytes.ByteString;

/** How a client wants to be told of changes to what it has cached (CLIENT TRACKING). Owned by the server's loop. */
public final class ClientTracking {
    /**
     * What CLIENT TRACKING ON asked for.
     *
     * @param redirect the id of the connection that is told instead; 0 for none
     * @param broadcast tell of all keys with a prefix, read or not
     * @param optIn remember only the keys of a command behind CLIENT CACHING YES
     * @param optOut remember all but those of a command behind CLIENT CACHING NO
     * @param noLoop do not tell of the client's own changes
     */
    public record Options(long redirect, boolean broadcast, boolean optIn, boolean optOut, boolean noLoop) {
        /** The same with a connection that is told instead. */
        public Options redirectedTo(long id) {
            return new Options(id, broadcast, optIn, optOut, noLoop);
        }
    }

    private Options options;
    private final Set<ByteString> prefixes = new TreeSet<>();
    private boolean cachingGiven;
    private boolean redirectBroken;

    ClientTracking(Options options) {
        this.options = options;
    }

    void options(Options newOptions) {
        options = newOptions;
        redirectBroken = false;
    }

    /** What was asked for. */
    public Options options() {
        return options;
    }

    /** The prefixes of keys in broadcast mode; the empty one stands for all keys. */
    public Set<ByteString> prefixes() {
        return prefixes;
    }

    /** Whether CLIENT CACHING was said for the next command. */
    public boolean isCachingGiven() {
        return cachingGiven;
    }

    /** Records, or forgets, that CLIENT CACHING was said. */
    public void cachingGiven(boolean yes) {
        cachingGiven = yes;
    }

    /** Whether the connection that should be told is gone. */
    public boolean isRedirectBroken() {
        return redirectBroken;
    }

    void breakRedirect() {
        redirectBroken = true;
    }

    /** Whether the keys of a command that reads are remembered now. */
    boolean remembers() {
        return !options.broadcast() && !(options.optIn() && !cachingGiven) && !(options.optOut() && cachingGiven);
    }
}
