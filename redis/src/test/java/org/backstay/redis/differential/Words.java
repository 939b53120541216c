package org.backstay.redis.differential;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Words for arguments: small pools, so that commands meet each other's keys and members, with the edges of every type among
 * them. Nothing here lets time or chance decide an answer: what expires does so at once or much later, what waits does so for
 * milliseconds, and no word is the generated {@code *} of a stream.
 */
final class Words {
    private static final List<String> EDGES = List.of(
            "0",
            "-0",
            "-1",
            "+1",
            "007",
            " 1",
            "1 ",
            "",
            "0x10",
            "1.0",
            "nan",
            "2147483647",
            "2147483648",
            "-2147483649",
            "4294967296",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "18446744073709551616",
            "notanumber");

    /** What stands where something else should: no small positive number, which would let time decide. */
    static final List<String> GARBAGE = List.of(
            "",
            "x",
            "nan",
            "inf",
            "-1",
            "1e400",
            "9223372036854775808",
            "-9223372036854775808",
            "\0\1\r\n",
            "limit",
            "GET",
            "COUNT",
            "WITHSCORES",
            "NX",
            "XX",
            "STORE",
            "(",
            "[",
            "%s",
            "\u00ff\u00fe");

    private static final String LONG = "0123456789".repeat(10);

    private static final List<String> MEMBERS = List.of(
            "a",
            "b",
            "c",
            "d",
            "1",
            "2",
            "3",
            "-1",
            "10",
            "",
            "1.5",
            "A",
            "ab",
            "abc",
            "\0\u00ff",
            "foo bar",
            "007",
            "9223372036854775807",
            "-9223372036854775808",
            "40000",
            "5000000000",
            "hello world");

    private static final List<String> SCORES = List.of(
            "0",
            "1",
            "2",
            "3",
            "2.5",
            "-1",
            "-0",
            "0.1",
            "1e20",
            "1e-5",
            "17179869184",
            "3.0000000000000004",
            "inf",
            "-inf",
            "+inf",
            "Infinity",
            "1e308",
            "-1e308",
            "4503599627370497.5",
            "0x10",
            " 1",
            "nan",
            "",
            "one");

    private static final List<String> IDS = List.of(
            "1-1",
            "1-2",
            "2-1",
            "2-2",
            "3-3",
            "4",
            "5-*",
            "0",
            "0-0",
            "0-1",
            "7-0",
            "7-7",
            "99-99",
            "1-",
            "-1",
            "1-1-1",
            "18446744073709551615-18446744073709551615",
            "18446744073709551616-1",
            "01-01",
            "x");

    private static final List<String> SMALL = List.of("0", "1", "2", "3", "5", "-1", "-2", "-3", "10", "100", "-100");

    private static final List<String> LATER = List.of("100000", "5000000", "0", "-1", "-100000");

    /** Pools by what COMMAND DOCS calls the argument. */
    private static final Map<String, List<String>> POOLS = Map.ofEntries(
            Map.entry(
                    "longitude",
                    List.of("13.361389", "15.087269", "0", "-0", "-122.4", "180", "-180", "180.1", "nan", "x")),
            Map.entry(
                    "latitude",
                    List.of("38.115556", "37.502669", "0", "37.8", "85.05112878", "-85.05112878", "86", "x")),
            Map.entry("radius", List.of("200", "1", "0", "1e5", "1e9", "-1", "nan", "x")),
            Map.entry("width", List.of("400", "1", "0", "1e5", "-1", "x")),
            Map.entry("height", List.of("400", "10", "0", "1e5", "-1", "x")),
            Map.entry("timeout", List.of("0.001", "0.01", "1e-3", "-1", "inf", "nan", "1e400", "x", "")),
            Map.entry(
                    "increment",
                    List.of(
                            "1",
                            "-1",
                            "5",
                            "0",
                            "2.5",
                            "-0.5",
                            "1e5",
                            "9223372036854775807",
                            "-9223372036854775808",
                            "1e308",
                            "nan",
                            "inf",
                            "x",
                            "007")),
            Map.entry("decrement", List.of("1", "-1", "5", "0", "9223372036854775807", "-9223372036854775808", "x")),
            Map.entry("bit", List.of("0", "1", "1", "2", "-1", "x")),
            Map.entry("db", List.of("0", "1", "2", "15", "16", "-1", "x")),
            Map.entry("destination-db", List.of("0", "1", "2", "15", "16", "-1", "x")),
            Map.entry("index1", List.of("0", "1", "2", "15", "16", "-1", "x")),
            Map.entry("index2", List.of("0", "1", "2", "15", "16", "-1", "x")),
            Map.entry("frequency", List.of("0", "1", "255", "256", "-1", "x")),
            Map.entry("len", SMALL),
            Map.entry("rank", List.of("1", "-1", "2", "-2", "0", "-9223372036854775808", "x")),
            Map.entry("min-idle-time", List.of("0", "99999999", "-1", "x")),
            Map.entry("ms", List.of("0", "99999999", "-1", "x")),
            Map.entry(
                    "encoding",
                    List.of(
                            "u8", "i8", "u1", "i1", "i64", "u63", "u16", "i5", "u64", "i65", "u0", "i0", "x8", "u",
                            "")),
            Map.entry("operation", List.of("AND", "OR", "XOR", "NOT", "and", "nand")),
            Map.entry("threshold", List.of("0", "1", "2", "3", "10", "2-1", "3", "-1", "x")),
            Map.entry("type", List.of("string", "list", "set", "zset", "hash", "stream", "String", "x")),
            Map.entry("numreplicas", List.of("0", "-1", "x")),
            Map.entry("protover", List.of("2", "3", "1", "4", "x")),
            Map.entry("group", List.of("g1", "g1", "g2", "g3")),
            Map.entry("groupname", List.of("g1", "g1", "g2", "g3")),
            Map.entry("consumer", List.of("al", "bo", "cy")),
            Map.entry("consumername", List.of("al", "bo", "cy")),
            Map.entry("last-id", IDS),
            Map.entry("max_deleted_entry_id", IDS),
            Map.entry("entries_added", List.of("0", "1", "10", "100", "-1", "x")),
            Map.entry("entries_read", List.of("0", "1", "2", "100", "-1", "-2", "x")),
            Map.entry("channel", List.of("c1", "c2", "")),
            Map.entry("shardchannel", List.of("c1", "c2")),
            Map.entry("function", List.of("f1", "f2", "put", "F1", "none")),
            Map.entry("library-name", List.of("lib1", "lib2", "LIB1", "none")),
            Map.entry("library-name-pattern", List.of("lib*", "lib1", "LIB?", "x")),
            Map.entry("function-code", Scripts.LIBRARIES),
            Map.entry("script", Scripts.TEXTS),
            Map.entry("sha1", Scripts.HASHES),
            Map.entry("host", List.of("127.0.0.1")),
            Map.entry("port", List.of("1", "x", "-1")),
            Map.entry("username", List.of("default", "nobody", "")),
            Map.entry("clientname", List.of("me", "with blank", "")),
            Map.entry("connection-name", List.of("me", "you", "with blank", "new\nline", "")),
            Map.entry("password", List.of("secret", "")),
            Map.entry("command-name", List.of("get", "GET", "xgroup", "xgroup|create", "config|get|x", "none", "")),
            Map.entry("categoryname", List.of("keyspace", "dangerous", "READ", "none")),
            Map.entry("category", List.of("keyspace", "dangerous", "none")),
            Map.entry("event", List.of("command", "fork", "none")),
            Map.entry("client-id", List.of("0", "-1", "99999999", "x")),
            Map.entry("subcommand", List.of("GETREG", "DECODE", "ENCODING", "TODENSE", "x")));

    /** The first letter of the keys that a group of commands works on. */
    private static final Map<String, String> KEYS = Map.of(
            "string",
            "s",
            "bitmap",
            "s",
            "list",
            "l",
            "set",
            "e",
            "sorted-set",
            "z",
            "geo",
            "g",
            "hash",
            "h",
            "stream",
            "x",
            "hyperloglog",
            "p");

    private static final String TYPES = "slezghxp";

    private static final List<String> ODD_KEYS = List.of("none", "", "odd key", "\0\r\n\u00ff", "{s1}z1", LONG);

    private static final List<String> PATTERNS = List.of(
            "*", "?1", "[a-h]*", "z*", "h[^1]", "\\*", "", "nosort", "s*", "h*->a", "s*->*", "#", "w_*", "[", "x\\");

    private final SplittableRandom random;
    private final Payloads payloads;

    Words(SplittableRandom random, Payloads payloads) {
        this.random = random;
        this.payloads = payloads;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T of(List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    /** A key, mostly of the type that the group works on. */
    String key(String group) {
        String letter = KEYS.get(group);
        if (letter == null || chance(10)) {
            letter = String.valueOf(TYPES.charAt(random.nextInt(TYPES.length())));
        }
        return chance(3) ? of(ODD_KEYS) : letter + (1 + random.nextInt(3));
    }

    /** A word for an argument that is neither a token nor made of parts. */
    String of(Grammar.Form form, Argument argument) {
        return switch (argument.type()) {
            case "key" -> key(form.group());
            case "pattern" -> of(PATTERNS);
            case "unix-time" ->
                of(
                        argument.name().endsWith("milliseconds")
                                ? List.of("99999999999999", "1", "0", "-1", "9223372036854775807", "x")
                                : List.of(
                                        "99999999999", "1", "0", "-1", "9223372036854775807", "9223372036854775", "x"));
            default -> named(form, argument);
        };
    }

    private String named(Grammar.Form form, Argument argument) {
        String stream = form.group().equals("stream") ? inStreams(form, argument) : "";
        if (!stream.isEmpty()) {
            return stream;
        }
        List<String> pool = POOLS.get(argument.name());
        if (pool != null) {
            return argument.is("integer") && chance(5) && !argument.name().equals("timeout") ? of(EDGES) : of(pool);
        }
        return switch (argument.name()) {
            case "milliseconds", "seconds", "ttl" ->
                chance(8)
                        ? of(List.of("9223372036854775807", "-9223372036854775808", "9223372036854775", "x", "1e5"))
                        : of(LATER);
            case "min", "max" -> edgeOfRange(argument);
            case "start", "stop" -> argument.is("integer") ? integer() : anyEdgeOfRange();
            case "score", "weight" -> of(SCORES);
            case "cursor" -> chance(90) ? "0" : of(List.of("x", "18446744073709551616"));
            case "serialized-value" -> payloads.of(random);
            case "count" -> form.name().endsWith("scan") ? of(List.of("100000", "0", "-1", "x")) : count(form);
            case "offset" -> form.name().startsWith("bitfield") && chance(20) ? "#" + of(SMALL) : bitOffset();
            default -> argument.is("integer") ? integer() : argument.is("double") ? of(SCORES) : member();
        };
    }

    private String inStreams(Grammar.Form form, Argument argument) {
        return switch (argument.name()) {
            case "id" -> readsBehind(form) && chance(40) ? of(List.of("$", ">", "0")) : of(IDS);
            case "start", "end" -> chance(50) ? of(List.of("-", "+", "(1-1", "(2", "(")) : of(IDS);
            case "milliseconds" -> of(List.of("1", "2", "-1", "x"));
            default -> "";
        };
    }

    private static boolean readsBehind(Grammar.Form form) {
        return form.name().startsWith("xread") || form.name().startsWith("xgroup");
    }

    private String edgeOfRange(Argument argument) {
        return argument.is("double") ? scoreEdge() : wordEdge();
    }

    private String anyEdgeOfRange() {
        return switch (random.nextInt(3)) {
            case 0 -> scoreEdge();
            case 1 -> wordEdge();
            default -> integer();
        };
    }

    private String scoreEdge() {
        return (chance(20) ? "(" : "") + of(SCORES);
    }

    private String wordEdge() {
        return chance(40) ? of(List.of("-", "+", "(", "[", "+a", "a")) : (chance(50) ? "[" : "(") + of(MEMBERS);
    }

    /** A count; a large negative one would be obeyed by commands that repeat members. */
    private String count(Grammar.Form form) {
        return form.name().endsWith("member") || form.name().equals("hrandfield")
                ? of(List.of("0", "1", "2", "100", "-1", "-5", "9223372036854775807", "-9223372036854775808", "x"))
                : integer();
    }

    private String bitOffset() {
        return chance(80) ? of(List.of("0", "1", "2", "7", "8", "9", "15", "63", "100")) : of(EDGES);
    }

    private String integer() {
        return chance(85) ? of(SMALL) : of(EDGES);
    }

    /** A member, element, field or value. */
    String member() {
        return chance(3) ? LONG + random.nextInt(2) : of(MEMBERS);
    }
}
