package org.backstay.sentinel.watch;

import org.jspecify.annotations.Nullable;

/**
 * The message by which sentinels of one master meet and spread its configuration:
 * {@code ip,port,id,current-epoch,master-name,master-ip,master-port,master-config-epoch}.
 *
 * @param host where the sender listens
 * @param port where the sender listens
 * @param id the sender's
 * @param currentEpoch the highest that it heard of
 * @param masterName as configured
 * @param masterHost where the sender thinks the master is
 * @param masterPort where the sender thinks the master is
 * @param configEpoch of that configuration; the higher one wins
 */
public record Hello(
        String host,
        int port,
        String id,
        long currentEpoch,
        String masterName,
        String masterHost,
        int masterPort,
        long configEpoch) {
    private static final int FIELDS = 8;
    private static final int LARGEST_PORT = 65_535;
    private static final int LONGEST = 2_048;

    /** Reads a message; null when it is none. */
    public static @Nullable Hello parse(String message) {
        if (message.length() > LONGEST) {
            return null;
        }
        String[] fields = message.split(",", -1);
        if (fields.length != FIELDS) {
            return null;
        }
        try {
            Hello hello = new Hello(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    fields[2],
                    Long.parseUnsignedLong(fields[3]),
                    fields[4],
                    fields[5],
                    Integer.parseInt(fields[6]),
                    Long.parseUnsignedLong(fields[7]));
            return hello.makesSense() ? hello : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private boolean makesSense() {
        return isPort(port)
                && isPort(masterPort)
                && currentEpoch >= 0
                && configEpoch >= 0
                && !id.isEmpty()
                && !host.isEmpty()
                && !masterHost.isEmpty();
    }

    private static boolean isPort(int port) {
        return port > 0 && port <= LARGEST_PORT;
    }

    /** The message as it is published. */
    public String format() {
        return host + "," + port + "," + id + "," + currentEpoch + "," + masterName + "," + masterHost + ","
                + masterPort + "," + configEpoch;
    }
}
