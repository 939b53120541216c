package org.backstay.redis.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.backstay.redis.replication.StreamTap;

/** A server that is told sequences and watched from all sides; each sequence finds it empty. */
final class Peer implements AutoCloseable {
    /** Said of both servers when they start. */
    static final List<String> OPTIONS = List.of(
            "enable-debug-command yes",
            "proto-max-bulk-len 1mb",
            "rdbcompression no",
            "repl-diskless-sync no",
            "repl-timeout 36000",
            "repl-ping-replica-period 36000",
            "slowlog-log-slower-than -1",
            "notify-keyspace-events KEA");

    private static final int TOGETHER = 20;
    private static final String SYNC = "sync";

    /**
     * Encodings whose elements stand in an order that the same commands always give, so that payloads are the same. Those of sorted sets
     * are not: scores are kept in fewer digits here, and large sets are written from their lowest score on.
     */
    private static final Set<String> ORDERED = Set.of("int", "embstr", "raw", "listpack", "intset", "quicklist");

    private static final List<Step> RESET = List.of(
            Step.of("FLUSHALL"),
            Step.of("FUNCTION", "FLUSH"),
            Step.of("SCRIPT", "FLUSH"),
            Step.of("ACL", "DELUSER", "u1", "u2"),
            Step.of("ACL", "LOG", "RESET"),
            Step.of("CONFIG", "RESETSTAT"));

    private final int port;
    private final Client control;
    private final Client listener;
    private final Client monitor;
    private final StreamTap replica;
    private int mark;

    Peer(int port) throws IOException {
        this.port = port;
        control = new Client(port);
        control.say("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        listener = new Client(port);
        listener.say(List.of(Step.of("PSUBSCRIBE", "__key*__:*"), Step.of("SUBSCRIBE", SYNC)));
        monitor = new Client(port);
        monitor.say("MONITOR");
        replica = new StreamTap(port);
    }

    /** Tells the server the commands, on a new connection, and gives account of what could be seen. */
    Account run(List<Step> sequence) throws IOException {
        control.say(RESET);
        mark();
        notified();
        monitored();
        propagated();
        List<Observed> replies = new ArrayList<>();
        List<Observed> state = new ArrayList<>();
        try (Conversation conversation = new Conversation(port, control)) {
            for (int i = 0; i < sequence.size(); i += TOGETHER) {
                replies.addAll(conversation.say(sequence.subList(i, Math.min(i + TOGETHER, sequence.size()))));
                state.addAll(state());
            }
        }
        List<String> counted = counted();
        mark();
        return new Account(replies, state, notified(), monitored(), propagated(), counted);
    }

    /** Has every observer be sent something by which to know that it has seen all before it. */
    private void mark() throws IOException {
        mark++;
        control.say("PUBLISH", SYNC, Integer.toString(mark));
    }

    private List<String> notified() throws IOException {
        List<String> messages = new ArrayList<>();
        while (true) {
            Reply message = listener.next();
            List<Reply> parts = message.elements();
            if (parts.get(1).text().equals(SYNC)) {
                return messages;
            }
            messages.add(parts.subList(2, parts.size()).stream()
                    .map(part -> Step.quoted(part.text()))
                    .collect(Collectors.joining(" ")));
        }
    }

    private List<String> monitored() throws IOException {
        String own = "127.0.0.1:" + control.localPort() + "]";
        String last = " \"PUBLISH\" \"" + SYNC + "\" \"" + mark + "\"";
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = monitor.next().text();
            if (line.endsWith(last)) {
                return lines;
            }
            if (!line.contains(own)) {
                lines.add(line.substring(line.indexOf('[')).replaceFirst("127\\.0\\.0\\.1:\\d+\\]", "client]"));
            }
        }
    }

    private List<String> propagated() throws IOException {
        String offset = control.say("INFO", "replication")
                .text()
                .lines()
                .filter(line -> line.startsWith("master_repl_offset:"))
                .findFirst()
                .orElseThrow();
        replica.readUpTo(Long.parseLong(offset.substring(offset.indexOf(':') + 1)));
        List<String> lines = new ArrayList<>();
        String database = "0";
        for (StreamTap.Command command : replica.take()) {
            List<String> words = command.words().stream().map(String::valueOf).toList();
            String name = words.getFirst().toUpperCase(Locale.ROOT);
            if (name.equals("SELECT")) {
                database = words.get(1);
            } else if (!name.equals("PING") && !words.get(1 % words.size()).equals(SYNC)) {
                lines.add(database + ": " + name + " " + new Step(words.subList(1, words.size())));
            }
        }
        return lines;
    }

    /** The keys of the first database with what can be asked about each, and the digest of all databases. */
    private List<Observed> state() throws IOException {
        List<Step> questions = new ArrayList<>();
        List<String> keys = control.say("KEYS", "*").elements().stream()
                .map(Reply::text)
                .sorted()
                .toList();
        for (String key : keys) {
            questions.add(Step.of("PTTL", key));
            questions.add(Step.of("OBJECT", "ENCODING", key));
            questions.add(Step.of("TYPE", key));
        }
        List<Observed> known = new ArrayList<>(control.say(questions));
        List<Step> more = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String encoding = known.get(3 * i + 1).reply().text();
            String type = known.get(3 * i + 2).reply().text();
            if (type.equals("stream")) {
                more.add(Step.of("XINFO", "STREAM", keys.get(i), "FULL"));
            } else if (type.equals("zset")) {
                more.add(Step.of("ZRANGE", keys.get(i), "0", "-1", "WITHSCORES"));
            } else if (ORDERED.contains(encoding)) {
                more.add(Step.of("DUMP", keys.get(i)));
            }
        }
        more.add(Step.of("DEBUG", "DIGEST"));
        known.addAll(control.say(more));
        return known;
    }

    private List<String> counted() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String section : List.of("commandstats", "errorstats", "keyspace")) {
            control.say("INFO", section)
                    .text()
                    .lines()
                    .map(line -> line.replaceAll("usec(_per_call)?=[0-9.]+,|,avg_ttl=\\d+", ""))
                    .filter(line -> !line.startsWith("cmdstat_info:"))
                    .sorted()
                    .forEach(lines::add);
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        control.close();
        listener.close();
        monitor.close();
        replica.close();
    }
}
