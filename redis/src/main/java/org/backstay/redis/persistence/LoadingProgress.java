package org.backstay.redis.persistence;

/**
 * How far loading is: INFO's {@code loading_*} fields.
 *
 * @param startedMillis when it began, milliseconds since the epoch
 * @param totalBytes bytes of all files
 * @param loadedBytes bytes read so far
 */
record LoadingProgress(long startedMillis, long totalBytes, long loadedBytes) {
    double percent() {
        return totalBytes == 0 ? 0 : 100.0 * loadedBytes / totalBytes;
    }

    long secondsLeft(long nowMillis) {
        if (loadedBytes == 0) {
            return 1;
        }
        double elapsed = (nowMillis - startedMillis) / 1000.0;
        return Math.max(1, Math.round(elapsed * (totalBytes - loadedBytes) / loadedBytes));
    }
}
