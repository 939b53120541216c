package org.backstay.redis.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Values of every type and encoding, and what clients do with them. */
final class Values {
    private static final int MANY = 600;

    /** Sends a command. */
    @FunctionalInterface
    interface Server {
        /** Its answer. */
        Object call(String... words);
    }

    private Values() {}

    /** Makes a key of every type and encoding. */
    static void fill(Server server) {
        server.call("SET", "int", "12345");
        server.call("SET", "text", "some text");
        server.call("SET", "long", "abc".repeat(300));
        server.call("SETRANGE", "bits", "40", "x");
        server.call("PFADD", "sketch", "a", "b", "c");
        server.call("RPUSH", "list", "a", "1", "-70000", "x".repeat(70));
        server.call("SADD", "ints", "1", "2", "70000", "5000000000");
        server.call("SADD", "words", "a", "b", "c");
        server.call("HSET", "hash", "f", "v", "n", "1", "long", "y".repeat(40));
        server.call("ZADD", "zset", "1", "a", "2.5", "b", "-inf", "c");
        server.call("GEOADD", "places", "13.361389", "38.115556", "p", "15.087269", "37.502669", "c");
        for (int i = 0; i < MANY; i++) {
            String each = "element:" + i;
            server.call("RPUSH", "longlist", each, "z".repeat(i % 50));
            server.call("SADD", "bigset", each);
            server.call("HSET", "bighash", each, each);
            server.call("ZADD", "bigzset", "" + i / 3.0, each);
            server.call("XADD", "stream", (i + 1) + "-1", "field", each, "n", "" + i);
        }
        server.call("XADD", "small", "1-1", "a", "b");
        server.call("XGROUP", "CREATE", "small", "g", "0");
        server.call("XREADGROUP", "GROUP", "g", "one", "STREAMS", "small", ">");
        server.call("XGROUP", "CREATE", "stream", "g", "0");
        server.call("XREADGROUP", "GROUP", "g", "one", "COUNT", "20", "STREAMS", "stream", ">");
        server.call("XREADGROUP", "GROUP", "g", "two", "COUNT", "20", "STREAMS", "stream", ">");
        server.call("XDEL", "stream", "5-1", "6-1");
        server.call("PEXPIREAT", "text", "99999999999999");
        server.call("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('f', function() return 1 end)");
    }

    /** The dumps of all keys, and values in the formats of older versions. */
    static List<byte[]> dumps(Server server) {
        List<byte[]> dumps = new ArrayList<>();
        for (Object key : (List<?>) server.call("KEYS", "*")) {
            dumps.add(String.valueOf(server.call("DUMP", String.valueOf(key))).getBytes(StandardCharsets.ISO_8859_1));
        }
        dumps.addAll(OldFormats.payloads());
        return dumps;
    }

    /** Uses a key as clients would who do not know its type: most of it is refused, what is not reads and changes everything in it. */
    static void use(Server server, String key) {
        switch (String.valueOf(server.call("TYPE", key))) {
            case "string" -> {
                server.call("GET", key);
                server.call("PFCOUNT", key);
                server.call("PFADD", key, "x", "y");
                server.call("APPEND", key, "tail");
                server.call("BITCOUNT", key);
            }
            case "list" -> {
                server.call("LRANGE", key, "0", "-1");
                server.call("LINSERT", key, "BEFORE", "a", "new");
                server.call("LSET", key, "-1", "w".repeat(100));
                server.call("LREM", key, "0", "a");
                server.call("LTRIM", key, "1", "-2");
            }
            case "set" -> {
                server.call("SMEMBERS", key);
                server.call("SADD", key, "7", "new");
                server.call("SPOP", key, "2");
                server.call("SSCAN", key, "0");
            }
            case "zset" -> {
                server.call("ZRANGE", key, "0", "-1", "WITHSCORES");
                server.call("ZRANK", key, "b");
                server.call("ZADD", key, "3", "new", "4", "a");
                server.call("ZREMRANGEBYRANK", key, "0", "1");
                server.call("ZRANGEBYLEX", key, "-", "+");
            }
            case "hash" -> {
                server.call("HGETALL", key);
                server.call("HSET", key, "new", "v", "f", "q".repeat(80));
                server.call("HRANDFIELD", key, "-5", "WITHVALUES");
                server.call("HDEL", key, "n");
            }
            default -> useStream(server, key);
        }
        server.call("OBJECT", "ENCODING", key);
        server.call("DEBUG", "DIGEST-VALUE", key);
        server.call("MEMORY", "USAGE", key, "SAMPLES", "0");
        server.call("COPY", key, "copy", "REPLACE");
        server.call("DUMP", "copy");
        server.call("DEL", key, "copy");
    }

    private static void useStream(Server server, String key) {
        server.call("XINFO", "STREAM", key, "FULL", "COUNT", "0");
        server.call("XRANGE", key, "-", "+");
        server.call("XREVRANGE", key, "+", "-", "COUNT", "10");
        server.call("XADD", key, "MAXLEN", "300", "*", "field", "new");
        server.call("XREADGROUP", "GROUP", "g", "one", "STREAMS", key, ">");
        server.call("XPENDING", key, "g", "-", "+", "10");
        server.call("XAUTOCLAIM", key, "g", "two", "0", "0");
        server.call("XACK", key, "g", "1-1", "2-1");
        server.call("XDEL", key, "1-1", "9-1");
        server.call("XTRIM", key, "MAXLEN", "10");
    }
}
