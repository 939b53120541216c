package org.backstay.redis.command;

import java.util.ArrayList;
import java.util.List;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/**
 * What SORT says after its key.
 *
 * @param descending DESC
 * @param alphabetic ALPHA: by bytes instead of by numbers
 * @param offset LIMIT's first: elements to skip
 * @param count LIMIT's second; negative for all
 * @param storeAt the argument that names the key for the result, or 0
 * @param by what to sort by, or null for the elements themselves
 * @param get what to reply for each element; empty for the element itself
 */
record SortOptions(
        boolean descending,
        boolean alphabetic,
        long offset,
        long count,
        int storeAt,
        @Nullable SortPattern by,
        List<SortPattern> get) {
    static SortOptions parse(Request request, boolean readOnly) {
        boolean descending = false;
        boolean alphabetic = false;
        long offset = 0;
        long count = -1;
        int storeAt = 0;
        SortPattern by = null;
        List<SortPattern> get = new ArrayList<>();
        for (int i = 2; i < request.size(); i++) {
            int left = request.size() - i - 1;
            if (request.is(i, "asc") || request.is(i, "desc")) {
                descending = request.is(i, "desc");
            } else if (request.is(i, "alpha")) {
                alphabetic = true;
            } else if (request.is(i, "limit") && left >= 2) {
                offset = Arguments.integer(request, ++i);
                count = Arguments.integer(request, ++i);
            } else if (!readOnly && request.is(i, "store") && left >= 1) {
                storeAt = ++i;
            } else if (request.is(i, "by") && left >= 1) {
                by = SortPattern.parse(request.bytes(++i));
            } else if (request.is(i, "get") && left >= 1) {
                get.add(SortPattern.parse(request.bytes(++i)));
            } else {
                throw Arguments.syntax();
            }
        }
        return new SortOptions(descending, alphabetic, offset, count, storeAt, by, get);
    }

    /** Refuses patterns to a user who may not read all the keys that they may lead to. */
    void admit(Call call) {
        boolean looksUp = by != null && !by.isConstant();
        if ((!looksUp && get.isEmpty())
                || call.client().user().mayReadAnyKey(call.command().spec(), call.request())) {
            return;
        }
        throw new CommandException(
                "ERR " + (looksUp ? "BY" : "GET") + " option of SORT denied due to insufficient ACL permissions.");
    }

    /** Whether BY names nothing that differs, so that the order stays as it is. */
    boolean keepsOrder() {
        return by != null && by.isConstant();
    }

    /** The index of the first element of so many to reply. */
    int from(int size) {
        return Math.clamp(offset, 0, size);
    }

    /** The index behind the last. */
    int to(int size) {
        return count < 0 ? size : (int) Math.min(from(size) + Math.min(count, size), size);
    }
}
