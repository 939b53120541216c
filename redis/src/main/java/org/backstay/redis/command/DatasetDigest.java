package org.backstay.redis.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.backstay.base.number.DoubleText;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.keyspace.types.stream.StreamWalk;
import org.backstay.redis.server.RedisServer;
import org.backstay.redis.server.Values;

/**
 * The 20 bytes that two servers have in common exactly when their data is the same, whatever its order and encoding: the original's
 * DEBUG DIGEST, so that ours and a stock server can be compared. What has no order is mixed by exclusive or, what has one by chaining
 * SHA-1. Runs on the server's loop.
 */
final class DatasetDigest {
    private static final int BYTES = 20;
    private static final byte[] EXPIRES = "!!expire!!".getBytes(StandardCharsets.US_ASCII);

    private final RedisServer server;
    private final Values values;
    private final MessageDigest sha1;
    private final ElementView element = new ElementView();
    private final ElementView other = new ElementView();

    DatasetDigest(RedisServer server) {
        this.server = server;
        this.values = server.values();
        try {
            this.sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** The digest of all databases, as hexadecimal digits. */
    String ofAll() {
        // Keys whose time is over count as long as they stand.
        ExpiredKeys before = server.keyspace().expiredKeys();
        server.keyspace().expiredKeys(ExpiredKeys.SHOW);
        try {
            return digest();
        } finally {
            server.keyspace().expiredKeys(before);
        }
    }

    private String digest() {
        byte[] all = new byte[BYTES];
        for (int i = 0; i < server.keyspace().databases(); i++) {
            Database database = server.keyspace().database(i);
            if (database.size() > 0) {
                mix(all, bigEndian(i));
                database.forEach(entry -> xorHash(all, ofKey(entry)));
            }
        }
        return HexFormat.of().formatHex(all);
    }

    /** The digest of one value, without its key. */
    String ofValue(Entry entry) {
        byte[] digest = new byte[BYTES];
        mixValue(digest, entry);
        return HexFormat.of().formatHex(digest);
    }

    private byte[] ofKey(Entry entry) {
        byte[] digest = new byte[BYTES];
        mix(digest, entry.key());
        mixValue(digest, entry);
        return digest;
    }

    private void mixValue(byte[] digest, Entry entry) {
        mix(digest, bigEndian(number(entry.type())));
        switch (entry.type()) {
            case STRING -> mix(digest, entry.string());
            case LIST -> mixList(digest, entry);
            case SET -> mixSet(digest, entry);
            case ZSET -> mixZset(digest, entry);
            case HASH -> mixHash(digest, entry);
            case STREAM -> mixStream(digest, entry);
        }
        if (entry.hasExpire()) {
            xorHash(digest, EXPIRES);
        }
    }

    /** The original's numbers of the types. */
    private static int number(ValueType type) {
        return switch (type) {
            case STRING -> 0;
            case LIST -> 1;
            case SET -> 2;
            case ZSET -> 3;
            case HASH -> 4;
            case STREAM -> 6;
        };
    }

    private void mixList(byte[] digest, Entry entry) {
        ListValue list = values.list();
        list.attach(entry);
        boolean more = list.seek(0, true);
        while (more && list.next(element)) {
            mix(digest, element.toByteArray());
        }
    }

    private void mixSet(byte[] digest, Entry entry) {
        SetValue set = values.set();
        set.attach(entry);
        set.rewind();
        while (set.next(element)) {
            xorHash(digest, element.toByteArray());
        }
    }

    private void mixZset(byte[] digest, Entry entry) {
        ZSetValue zset = values.zset();
        zset.attach(entry);
        boolean more = zset.seekRank(0);
        while (more) {
            zset.member(element);
            byte[] score = DoubleText.format(zset.score()).getBytes(StandardCharsets.US_ASCII);
            xorPair(digest, element.toByteArray(), score);
            more = zset.next();
        }
    }

    private void mixHash(byte[] digest, Entry entry) {
        HashValue hash = values.hash();
        hash.attach(entry);
        hash.rewind();
        while (hash.next(element, other)) {
            xorPair(digest, element.toByteArray(), other.toByteArray());
        }
    }

    private void mixStream(byte[] digest, Entry entry) {
        StreamValue stream = values.stream();
        stream.attach(entry);
        StreamWalk walk = values.streamWalk();
        stream.walk(walk, StreamId.MIN, StreamId.MAX, false);
        while (walk.next()) {
            mix(digest, walk.id().toString().replace('-', '.').getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < walk.fields(); i++) {
                walk.nextField(element, other);
                mix(digest, element.toByteArray());
                mix(digest, other.toByteArray());
            }
        }
    }

    private void xorPair(byte[] digest, byte[] first, byte[] second) {
        byte[] pair = new byte[BYTES];
        mix(pair, first);
        mix(pair, second);
        xorHash(digest, pair);
    }

    private void mix(byte[] digest, byte[] data) {
        xorHash(digest, data);
        System.arraycopy(sha1.digest(digest), 0, digest, 0, BYTES);
    }

    private void xorHash(byte[] digest, byte[] data) {
        xor(digest, sha1.digest(data));
    }

    private static void xor(byte[] digest, byte[] with) {
        for (int i = 0; i < BYTES; i++) {
            digest[i] ^= with[i];
        }
    }

    private static byte[] bigEndian(int value) {
        byte[] bytes = new byte[Integer.BYTES];
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[i] = (byte) (value >>> (24 - 8 * i));
        }
        return bytes;
    }
}
