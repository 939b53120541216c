package org.backstay.redis.differential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What scripts and libraries of a sequence say. */
final class Scripts {
    static final List<String> TEXTS = List.of(
            "return 1",
            "return {KEYS, ARGV}",
            "return redis.call('set', KEYS[1], ARGV[1])",
            "return redis.call('get', KEYS[1])",
            "return redis.pcall('incr', KEYS[1])",
            "redis.call('lpush', KEYS[1], unpack(ARGV)); return redis.call('lrange', KEYS[1], 0, -1)",
            "redis.setresp(3); return redis.call('hgetall', KEYS[1])",
            "return redis.error_reply('MY own error')",
            "return {err='no prefix', ok='ignored'}",
            "return redis.status_reply('FINE')",
            "return {1, 2.9, 'x', nil, 4}",
            "return {double=3.25}",
            "return tostring(redis.call('type', KEYS[1]).ok)",
            "error('thrown')",
            "error({err='ERR a table'})",
            "return nothing",
            "this is no Lua",
            "return redis.call('nope')",
            "return redis.call()",
            "return cjson.encode({a=1, b={1, 2, 3}})",
            "return redis.sha1hex(ARGV[1] or '')",
            "#!lua flags=no-writes\nreturn redis.call('set', 'x', 1)",
            "#!lua flags=allow-stale,none\nreturn 1",
            "#!js\nreturn 1",
            "");

    static final List<String> LIBRARIES = List.of(
            library("lib1", "redis.register_function('f1', function(keys, args) return {keys, args} end)"),
            library("lib1", "redis.register_function('put', function(k, a) return redis.call('set', k[1], a[1]) end)"),
            library(
                    "lib2",
                    "redis.register_function{function_name='f2', callback=function(k, a) return redis.call('get', k[1])"
                            + " end, flags={'no-writes'}, description='reads'}"),
            library("lib2", "redis.register_function('f1', function() return 1 end)"),
            library("lib3", "redis.register_function('f3', function() return 1 end) error('at load')"),
            library("lib 4", "redis.register_function('f4', function() return 1 end)"),
            library("lib5", "return 1"),
            "#!js name=lib6\n",
            "#!lua\nreturn 1",
            "no library",
            "");

    static final List<String> HASHES = hashes();

    private Scripts() {}

    private static String library(String name, String body) {
        return "#!lua name=" + name + "\n" + body;
    }

    private static List<String> hashes() {
        List<String> hashes = new ArrayList<>(List.of("x", "0".repeat(40)));
        for (String text : TEXTS.subList(0, 5)) {
            hashes.add(hash(text));
            hashes.add(hash(text).toUpperCase(java.util.Locale.ROOT));
        }
        return hashes;
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException none) {
            throw new AssertionError(none);
        }
    }
}
