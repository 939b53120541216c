package org.backstay.proxy.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.backstay.config.ConfigException;
import org.backstay.config.Yaml;
import org.backstay.node.Endpoint;
import org.backstay.proxy.ring.Distribution;
import org.backstay.proxy.ring.HashTag;
import org.backstay.proxy.ring.KeyHash;
import org.jspecify.annotations.Nullable;

/** Reads one pool of nutcracker.yml. Used once, on the starting thread. */
final class PoolReader {
    /** Modula has a slot for each unit of weight; more than this is a mistake. */
    private static final long MOST_WEIGHT = 1_000_000;

    private static final int MOST_CONNECTIONS = 1_000;

    private static final List<String> KEYS = List.of(
            "listen",
            "hash",
            "hash_tag",
            "distribution",
            "timeout",
            "backlog",
            "client_connections",
            "redis",
            "tcpkeepalive",
            "redis_auth",
            "redis_db",
            "preconnect",
            "auto_eject_hosts",
            "server_connections",
            "server_retry_timeout",
            "server_failure_limit",
            "servers",
            "sentinels");

    private final String file;
    private final Yaml.Node.Text name;
    private final Map<String, Yaml.Node> values = new HashMap<>();

    PoolReader(String file, Yaml.Node.Text name) {
        this.file = file;
        this.name = name;
    }

    PoolConfig read(Yaml.Node node) {
        if (!(node instanceof Yaml.Node.Mapping directives)) {
            throw fault(
                    node.line(), "no directives under pool '" + name.text() + "'", "'listen:' and others, indented");
        }
        directives.entries().forEach(this::note);
        redisOnly();
        List<Endpoint> sentinels = sentinels();
        List<ServerConfig> servers = servers(!sentinels.isEmpty());
        Yaml.Node.Text listen = text("listen");
        if (listen == null) {
            throw fault(name.line(), "pool '" + name.text() + "' without 'listen:'", "where its clients connect");
        }
        number("client_connections", 0, 0, Integer.MAX_VALUE);
        Yaml.Node.Text password = text("redis_auth");
        return new PoolConfig(
                name.text(),
                listen(listen),
                listen.text(),
                hash(),
                hashTag(),
                distribution(servers),
                number("timeout", -1, 0, Integer.MAX_VALUE),
                number("backlog", 512, 0, Integer.MAX_VALUE),
                flag("tcpkeepalive", false),
                flag("preconnect", false),
                password == null ? null : password.text(),
                number("redis_db", 0, 0, Integer.MAX_VALUE),
                number("server_connections", 1, 1, MOST_CONNECTIONS),
                flag("auto_eject_hosts", false) && sentinels.isEmpty(),
                number("server_retry_timeout", 30_000, 0, Integer.MAX_VALUE),
                number("server_failure_limit", 2, 0, Integer.MAX_VALUE),
                servers,
                sentinels);
    }

    private void note(Yaml.Node.Text key, Yaml.Node value) {
        if (!KEYS.contains(key.text())) {
            throw fault(
                    key.line(),
                    "directive \"" + key.text() + "\", which is unknown",
                    "one of " + String.join(", ", KEYS));
        }
        if (values.put(key.text(), value) != null) {
            throw fault(key.line(), "directive \"" + key.text() + "\", which is a duplicate", "each directive once");
        }
    }

    /** What goes first: a pool of memcached is refused as a whole. */
    private void redisOnly() {
        if (!flag("redis", false)) {
            Yaml.Node given = values.get("redis");
            throw fault(
                    given == null ? name.line() : given.line(),
                    given == null
                            ? "pool '" + name.text() + "' without 'redis: true', so one of memcached"
                            : "'redis: false', so a pool of memcached",
                    "'redis: true': memcached is not supported yet");
        }
    }

    private Yaml.Node.@Nullable Text text(String key) {
        Yaml.Node value = values.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Yaml.Node.Text text && !text.text().isEmpty()) {
            return text;
        }
        throw fault(value.line(), "'" + key + ":' without a plain value", "one value");
    }

    private boolean flag(String key, boolean standard) {
        Yaml.Node.Text value = text(key);
        if (value == null) {
            return standard;
        }
        return switch (value.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw fault(value.line(), "'" + key + ": " + value.text() + "'", "\"true\" or \"false\"");
        };
    }

    private int number(String key, int standard, int least, int most) {
        Yaml.Node.Text value = text(key);
        return value == null ? standard : number(value, key, value.text(), least, most);
    }

    private int number(Yaml.Node.Text where, String what, String digits, int least, int most) {
        if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw fault(where.line(), "'" + what + ": " + where.text() + "', which is not a number", "a number");
        }
        long number = Long.parseLong(digits);
        if (number < least || number > most) {
            throw fault(where.line(), what + " " + digits, "a number from " + least + " to " + most);
        }
        return (int) number;
    }

    private KeyHash hash() {
        Yaml.Node.Text value = text("hash");
        if (value == null) {
            return KeyHash.FNV1A_64;
        }
        return KeyHash.of(value.text())
                .orElseThrow(() -> fault(
                        value.line(),
                        "'hash: " + value.text() + "', which is not a valid hash",
                        "one of " + words(Arrays.stream(KeyHash.values()).map(KeyHash::word))));
    }

    private Distribution distribution(List<ServerConfig> servers) {
        Yaml.Node.Text value = text("distribution");
        if (value == null) {
            return Distribution.KETAMA;
        }
        Distribution distribution = Distribution.of(value.text())
                .orElseThrow(() -> fault(
                        value.line(),
                        "'distribution: " + value.text() + "', which is not a valid distribution",
                        "one of " + words(Arrays.stream(Distribution.values()).map(Distribution::word))));
        long weight = servers.stream().mapToLong(ServerConfig::weight).sum();
        if (distribution == Distribution.MODULA && weight > MOST_WEIGHT) {
            throw fault(value.line(), "weights of " + weight + " in all", "at most " + MOST_WEIGHT + " with modula");
        }
        return distribution;
    }

    private static String words(java.util.stream.Stream<String> words) {
        return words.collect(Collectors.joining(", "));
    }

    private @Nullable HashTag hashTag() {
        Yaml.Node.Text value = text("hash_tag");
        if (value == null) {
            return null;
        }
        byte[] bytes = value.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length != 2) {
            throw fault(
                    value.line(),
                    "'hash_tag: " + value.text() + "', which is not a valid hash tag string with two characters",
                    "two characters, as \"{}\"");
        }
        return new HashTag(bytes[0], bytes[1]);
    }

    private Endpoint listen(Yaml.Node.Text value) {
        if (value.text().startsWith("/")) {
            throw fault(
                    value.line(),
                    "the unix socket '" + value.text() + "'",
                    "hostname:port: unix sockets are not supported yet");
        }
        return endpoint(value, value.text(), "hostname:port");
    }

    private Endpoint endpoint(Yaml.Node.Text where, String text, String form) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw fault(where.line(), "'" + where.text() + "'", "\"" + form + "\"");
        }
        int port = number(where, "port", text.substring(colon + 1), 1, 65_535);
        return new Endpoint(text.substring(0, colon), port);
    }

    private List<Yaml.Node> items(String key) {
        Yaml.Node value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof Yaml.Node.Sequence sequence) {
            return sequence.items();
        }
        throw fault(value.line(), "'" + key + ":' without a list", "lines that begin with '- '");
    }

    private List<Endpoint> sentinels() {
        List<Endpoint> sentinels = new ArrayList<>();
        for (Yaml.Node item : items("sentinels")) {
            Yaml.Node.Text line = line(item, "hostname:port");
            String text = line.text();
            // The form that twemproxy's notes give has a weight, which means nothing.
            boolean weighted = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
            sentinels.add(endpoint(line, weighted ? text.substring(0, text.lastIndexOf(':')) : text, "hostname:port"));
        }
        return List.copyOf(sentinels);
    }

    private Yaml.Node.Text line(Yaml.Node item, String form) {
        if (item instanceof Yaml.Node.Text text && !text.text().isEmpty()) {
            return text;
        }
        throw fault(item.line(), "no plain line", "\"" + form + "\"");
    }

    private List<ServerConfig> servers(boolean followed) {
        String form = followed ? "master:weight [name]" : "hostname:port:weight [name]";
        List<ServerConfig> servers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Yaml.Node item : items("servers")) {
            Yaml.Node.Text line = line(item, form);
            ServerConfig server = new ServerLine(line, form).read(followed);
            if (!names.add(server.name())) {
                throw fault(
                        line.line(),
                        "servers with same name '" + server.name() + "' in pool '" + name.text() + "'",
                        "each once");
            }
            servers.add(server);
        }
        if (servers.isEmpty()) {
            throw fault(
                    name.line(), "pool '" + name.text() + "', which has no servers", "'servers:' with at least one");
        }
        servers.sort(Comparator.comparing(ServerConfig::name, PoolFile.ORIGINAL_ORDER));
        return List.copyOf(servers);
    }

    private ConfigException fault(int line, String read, String expected) {
        return new ConfigException(file, line, read, expected);
    }

    /** One line under {@code servers:}. */
    private final class ServerLine {
        /** A server on memcached's port is named by its host alone, as libmemcached does. */
        private static final int UNNAMED_PORT = 11_211;

        private final Yaml.Node.Text line;
        private final String form;

        ServerLine(Yaml.Node.Text line, String form) {
            this.line = line;
            this.form = form;
        }

        ServerConfig read(boolean followed) {
            String text = line.text();
            if (text.startsWith("/")) {
                throw fault(
                        line.line(),
                        "the unix socket '" + text + "'",
                        "\"" + form + "\": unix sockets are not supported yet");
            }
            int space = text.lastIndexOf(' ');
            String given = space < 0 ? null : text.substring(space + 1);
            String label = space < 0 ? text : text.substring(0, space);
            int colon = label.lastIndexOf(':');
            if (colon <= 0) {
                throw wrongForm();
            }
            int weight = weight(label.substring(colon + 1));
            String place = label.substring(0, colon);
            if (followed) {
                return followed(label, place, weight, given);
            }
            if (place.lastIndexOf(':') <= 0) {
                throw wrongForm();
            }
            Endpoint address = endpoint(line, place, form);
            String name = given != null ? given : address.port() == UNNAMED_PORT ? address.host() : place;
            return new ServerConfig(label, name, weight, address, null);
        }

        /** {@code master:weight [name]}; or, as in twemproxy's notes, {@code host:port:weight master}, of which the address is not used. */
        private ServerConfig followed(String label, String place, int weight, @Nullable String given) {
            if (place.indexOf(':') < 0) {
                return new ServerConfig(label, given == null ? place : given, weight, null, place);
            }
            if (given == null) {
                throw fault(
                        line.line(),
                        "'" + line.text() + "' in a pool with sentinels",
                        "\"" + form + "\", a master's name first");
            }
            return new ServerConfig(label, given, weight, null, given);
        }

        private int weight(String digits) {
            int weight = number(line, "weight", digits, 0, Integer.MAX_VALUE);
            if (weight == 0) {
                throw fault(line.line(), "'" + line.text() + "', which has a zero weight", "a weight of at least 1");
            }
            return weight;
        }

        private ConfigException wrongForm() {
            return fault(line.line(), "'" + line.text() + "'", "\"" + form + "\"");
        }
    }
}
