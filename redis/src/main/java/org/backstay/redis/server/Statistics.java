package org.backstay.redis.server;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What INFO counts. Owned by the server's loop. */
public final class Statistics {
    private static final int SAMPLES = 16;
    private static final int LONGEST_ERROR_CODE = 32;
    private static final int MOST_ERROR_CODES = 128;

    private long commands;
    private long bytesIn;
    private long bytesOut;
    private long bytesFromMaster;
    private long bytesToReplicas;
    private long reads;
    private long writes;
    private long expired;
    private long expiryNanos;
    private long expiryCutShort;
    private long unexpectedErrors;
    private final Map<String, Long> errors = new TreeMap<>();
    private final Rate commandRate = new Rate();
    private final Rate inRate = new Rate();
    private final Rate outRate = new Rate();
    private final Rate fromMasterRate = new Rate();
    private final Rate toReplicasRate = new Rate();

    /** A rate a second, as the mean of the last samples. */
    private static final class Rate {
        private final long[] samples = new long[SAMPLES];
        private int next;
        private long lastValue;
        private long lastMillis;

        void sample(long value, long nowMillis) {
            long elapsed = nowMillis - lastMillis;
            if (lastMillis != 0 && elapsed > 0) {
                samples[next] = (value - lastValue) * 1_000 / elapsed;
                next = (next + 1) % SAMPLES;
            }
            lastValue = value;
            lastMillis = nowMillis;
        }

        long perSecond() {
            return Arrays.stream(samples).sum() / SAMPLES;
        }
    }

    void command() {
        commands++;
    }

    void received(int bytes) {
        reads++;
        bytesIn += bytes;
    }

    void sent(long bytes) {
        writes++;
        bytesOut += bytes;
    }

    /** The master has sent bytes. */
    public void receivedFromMaster(int bytes) {
        bytesFromMaster += bytes;
    }

    /** Bytes were handed to a replica's connection. */
    public void sentToReplica(int bytes) {
        bytesToReplicas += bytes;
    }

    /** Active expiry has worked so long, and was stopped for that before it was done. */
    void expiryCycle(long nanos, boolean cutShort) {
        expiryNanos += nanos;
        expiryCutShort += cutShort ? 1 : 0;
    }

    /** A key's time was over. */
    public void expired() {
        expired++;
    }

    void unexpected() {
        unexpectedErrors++;
    }

    void error(String text) {
        int space = text.indexOf(' ');
        String code = space < 0 ? text : text.substring(0, space);
        if (code.length() <= LONGEST_ERROR_CODE && (errors.size() < MOST_ERROR_CODES || errors.containsKey(code))) {
            errors.merge(code, 1L, Long::sum);
        }
    }

    /** Takes a sample for the rates; called by the cron. */
    void sample(long nowMillis) {
        commandRate.sample(commands, nowMillis);
        inRate.sample(bytesIn, nowMillis);
        outRate.sample(bytesOut, nowMillis);
        fromMasterRate.sample(bytesFromMaster, nowMillis);
        toReplicasRate.sample(bytesToReplicas, nowMillis);
    }

    /** Commands executed. */
    public long commands() {
        return commands;
    }

    /** Bytes received from clients. */
    public long bytesIn() {
        return bytesIn;
    }

    /** Bytes handed to clients' connections. */
    public long bytesOut() {
        return bytesOut;
    }

    /** Bytes received from the master. */
    public long bytesFromMaster() {
        return bytesFromMaster;
    }

    /** Bytes handed to replicas' connections. */
    public long bytesToReplicas() {
        return bytesToReplicas;
    }

    /** Times that clients' connections had something to read. */
    public long reads() {
        return reads;
    }

    /** Times that replies were handed to a client's connection. */
    public long writes() {
        return writes;
    }

    /** How long active expiry has worked, in milliseconds. */
    public long expiryMillis() {
        return TimeUnit.NANOSECONDS.toMillis(expiryNanos);
    }

    /** Cycles of active expiry that ended because of their time limit. */
    public long expiryCutShort() {
        return expiryCutShort;
    }

    /** Keys whose time was over. */
    public long expiredKeys() {
        return expired;
    }

    /** Calls that failed in a way no command should. */
    public long unexpectedErrors() {
        return unexpectedErrors;
    }

    /** Error replies by their code. */
    public Map<String, Long> errors() {
        return errors;
    }

    /** Commands a second of late. */
    public long commandsPerSecond() {
        return commandRate.perSecond();
    }

    /** Bytes received a second of late. */
    public long bytesInPerSecond() {
        return inRate.perSecond();
    }

    /** Bytes sent a second of late. */
    public long bytesOutPerSecond() {
        return outRate.perSecond();
    }

    /** Bytes received from the master a second of late. */
    public long bytesFromMasterPerSecond() {
        return fromMasterRate.perSecond();
    }

    /** Bytes sent to replicas a second of late. */
    public long bytesToReplicasPerSecond() {
        return toReplicasRate.perSecond();
    }

    /** Starts counting anew (CONFIG RESETSTAT). */
    public void reset() {
        commands = 0;
        bytesIn = 0;
        bytesOut = 0;
        bytesFromMaster = 0;
        bytesToReplicas = 0;
        reads = 0;
        writes = 0;
        expired = 0;
        expiryNanos = 0;
        expiryCutShort = 0;
        unexpectedErrors = 0;
        errors.clear();
    }
}
