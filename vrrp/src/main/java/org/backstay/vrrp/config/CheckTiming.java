package org.backstay.vrrp.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How often and how patiently servers are checked, as far as one level says: a virtual server, a real server in it, a checker of that. What a
 * level leaves open comes from the one above. Times in nanoseconds.
 */
final class CheckTiming {
    private static final int MOST_RETRIES = 1_000_000;
    private static final String MICROSECOND = "0.000001";

    private @Nullable Boolean alpha;
    private @Nullable Integer retries;
    private @Nullable Long delayBeforeRetry;
    private @Nullable Long warmup;
    private @Nullable Long delayLoop;
    private @Nullable Long connectTimeout;

    /** The keywords of a level. */
    static <T> Keywords<T> keywords(Function<T, CheckTiming> of) {
        return new Keywords<T>()
                .on("alpha", (t, w) -> of.apply(t).alpha = w.flag(true))
                .on("retry", (t, w) -> of.apply(t).retries = w.integer(1, 0, MOST_RETRIES, 1))
                .on("delay_before_retry", (t, w) -> of.apply(t).delayBeforeRetry = time(w, "0"))
                .on("warmup", (t, w) -> of.apply(t).warmup = time(w, "0"))
                .on("delay_loop", (t, w) -> of.apply(t).delayLoop = time(w, MICROSECOND))
                .on("connect_timeout", (t, w) -> of.apply(t).connectTimeout = time(w, MICROSECOND));
    }

    private static @Nullable Long time(Words words, String least) {
        long read = words.seconds(1, least, "", -1);
        return read < 0 ? null : Long.valueOf(read);
    }

    void setRetries(int number) {
        retries = number;
    }

    /** What this level says, completed by the one above. */
    CheckTiming under(CheckTiming above) {
        CheckTiming all = new CheckTiming();
        all.alpha = alpha == null ? above.alpha : alpha;
        all.retries = retries == null ? above.retries : retries;
        all.delayBeforeRetry = delayBeforeRetry == null ? above.delayBeforeRetry : delayBeforeRetry;
        all.warmup = warmup == null ? above.warmup : warmup;
        all.delayLoop = delayLoop == null ? above.delayLoop : delayLoop;
        all.connectTimeout = connectTimeout == null ? above.connectTimeout : connectTimeout;
        return all;
    }

    boolean alpha() {
        return alpha != null && alpha;
    }

    int retries(int otherwise) {
        return retries == null ? otherwise : retries;
    }

    long delayBeforeRetry(long otherwise) {
        return delayBeforeRetry == null ? otherwise : delayBeforeRetry;
    }

    long warmup(long otherwise) {
        return warmup == null ? otherwise : warmup;
    }

    long delayLoop(long otherwise) {
        return delayLoop == null ? otherwise : delayLoop;
    }

    long connectTimeout(long otherwise) {
        return connectTimeout == null ? otherwise : connectTimeout;
    }
}
