package org.backstay.sentinel.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis says about itself in INFO, as far as a sentinel cares. Immutable.
 *
 * @param text the whole reply; empty before the first
 * @param runId null when it was not told
 * @param role as reported; null when INFO has none
 * @param replicas the addresses that a master lists
 * @param masterHost whom a replica follows; null until told
 * @param masterPort of whom a replica follows
 * @param masterLinkUp whether a replica's link to its master stands
 * @param masterLinkDownMillis for how long it does not; 0 when it stands
 * @param priority {@code slave_priority}; 0 means never promote
 * @param offset {@code slave_repl_offset}
 * @param announced whether the replica is to be shown to clients
 */
public record InfoReport(
        String text,
        @Nullable String runId,
        @Nullable Role role,
        List<ReplicaLine> replicas,
        @Nullable String masterHost,
        int masterPort,
        boolean masterLinkUp,
        long masterLinkDownMillis,
        int priority,
        long offset,
        boolean announced) {
    private static final int DEFAULT_PRIORITY = 100;
    private static final int RUN_ID_LENGTH = 40;
    private static final int MOST_REPLICAS = 10_000;

    /**
     * One {@code slaveN} line of a master.
     *
     * @param host an address or a name
     * @param port 1 to 65535
     */
    public record ReplicaLine(String host, int port) {}

    /** What is assumed before the first report. */
    public static InfoReport nothing(Role expected) {
        return new InfoReport("", null, expected, List.of(), null, 0, false, 0, DEFAULT_PRIORITY, 0, true);
    }

    /** Reads a reply of INFO. What a replica no longer tells, because it is a master now, stays as it was told before. */
    public static InfoReport parse(String text, InfoReport before) {
        Reader reader = new Reader(before);
        text.lines().forEach(reader::line);
        return reader.report(text);
    }

    /** Collects the fields; follows the lines in order because a replica's fields count only after its role. */
    private static final class Reader {
        private @Nullable String runId;
        private @Nullable Role role;
        private final List<ReplicaLine> replicas = new ArrayList<>();
        private @Nullable String masterHost;
        private int masterPort;
        private boolean masterLinkUp;
        private long masterLinkDownMillis;
        private int priority;
        private long offset;
        private boolean announced;

        Reader(InfoReport before) {
            masterHost = before.masterHost;
            masterPort = before.masterPort;
            masterLinkUp = before.masterLinkUp;
            priority = before.priority;
            offset = before.offset;
            announced = before.announced;
        }

        void line(String line) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                return;
            }
            String field = line.substring(0, colon);
            String value = line.substring(colon + 1);
            switch (field) {
                case "run_id" -> runId = value.length() >= RUN_ID_LENGTH ? value.substring(0, RUN_ID_LENGTH) : null;
                case "role" -> role = roleOf(value);
                case "master_link_down_since_seconds" -> masterLinkDownMillis = Math.max(0, number(value)) * 1_000;
                default -> {
                    if (role == Role.REPLICA) {
                        replicaField(field, value);
                    } else if (isReplicaLine(field)) {
                        replicaLine(value);
                    }
                }
            }
        }

        private @Nullable Role roleOf(String value) {
            if (value.startsWith("master")) {
                return Role.MASTER;
            }
            return value.startsWith("slave") ? Role.REPLICA : role;
        }

        private void replicaField(String field, String value) {
            switch (field) {
                case "master_host" -> masterHost = value;
                case "master_port" -> masterPort = (int) number(value);
                case "master_link_status" -> masterLinkUp = value.equalsIgnoreCase("up");
                case "slave_priority" -> priority = (int) number(value);
                case "slave_repl_offset" -> offset = number(value);
                case "replica_announced" -> announced = number(value) != 0;
                default -> {
                    if (isReplicaLine(field)) {
                        replicaLine(value);
                    }
                }
            }
        }

        private static boolean isReplicaLine(String field) {
            return field.length() > 5 && field.startsWith("slave") && Character.isDigit(field.charAt(5));
        }

        /** {@code ip=127.0.0.1,port=6380,state=online,...}, and before Redis 2.8 {@code 127.0.0.1,6380,online}. */
        private void replicaLine(String value) {
            String[] parts = value.split(",", -1);
            String host = null;
            long port = 0;
            for (String part : parts) {
                if (part.startsWith("ip=")) {
                    host = part.substring(3);
                } else if (part.startsWith("port=")) {
                    port = number(part.substring(5));
                }
            }
            if (host == null && value.indexOf('=') < 0 && parts.length >= 3) {
                host = parts[0];
                port = number(parts[1]);
            }
            if (host != null && !host.isEmpty() && port > 0 && port <= 65_535 && replicas.size() < MOST_REPLICAS) {
                replicas.add(new ReplicaLine(host, (int) port));
            }
        }

        private static long number(String text) {
            try {
                return Long.parseLong(text.trim());
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        InfoReport report(String text) {
            return new InfoReport(
                    text,
                    runId,
                    role,
                    List.copyOf(replicas),
                    masterHost,
                    masterPort,
                    masterLinkUp,
                    masterLinkDownMillis,
                    priority,
                    offset,
                    announced);
        }
    }
}
