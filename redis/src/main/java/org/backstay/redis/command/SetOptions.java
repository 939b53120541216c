package org.backstay.redis.command;

import java.util.stream.IntStream;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.redis.server.Call;
import org.backstay.resp.Request;

/**
 * What SET says after key and value.
 *
 * @param onlyNew NX: only a key that is not there
 * @param onlyExisting XX: only a key that is there
 * @param get GET: reply what was there before
 * @param expireAt milliseconds since the epoch, {@link Entry#NO_EXPIRE} or {@link Database#KEEP_EXPIRE}
 */
record SetOptions(boolean onlyNew, boolean onlyExisting, boolean get, long expireAt) {
    private static final int FIRST_OPTION = 3;

    static SetOptions parse(Call call) {
        Request request = call.request();
        boolean onlyNew = false;
        boolean onlyExisting = false;
        boolean get = false;
        boolean expirySaid = false;
        ExpiryOption expiry = null;
        int expiryAt = 0;
        for (int i = FIRST_OPTION; i < request.size(); i++) {
            ExpiryOption named = ExpiryOption.named(request, i);
            if (request.is(i, "nx") && !onlyExisting) {
                onlyNew = true;
            } else if (request.is(i, "xx") && !onlyNew) {
                onlyExisting = true;
            } else if (request.is(i, "get")) {
                get = true;
            } else if (request.is(i, "keepttl") && expiry == null) {
                expirySaid = true;
            } else if (named != null && !expirySaid && i + 1 < request.size()) {
                expirySaid = true;
                expiry = named;
                expiryAt = i + 1;
                i++;
            } else {
                throw Arguments.syntax();
            }
        }
        long unsaid = expirySaid ? Database.KEEP_EXPIRE : Entry.NO_EXPIRE;
        long expireAt = expiry == null ? unsaid : expiry.positiveMillis(request, expiryAt, call.now(), "set");
        return new SetOptions(onlyNew, onlyExisting, get, expireAt);
    }

    /** The command's words but for those that ask for what was there. */
    static byte[][] withoutGet(Request request) {
        return IntStream.range(0, request.size())
                .filter(i -> i < FIRST_OPTION || !request.is(i, "get"))
                .mapToObj(request::bytes)
                .toArray(byte[][]::new);
    }

    boolean refuses(boolean there) {
        return (onlyNew && there) || (onlyExisting && !there);
    }
}
