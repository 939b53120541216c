package org.backstay.persistence.snapshot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.persistence.rdb.DumpPayload;

/**
 * All that a keyspace holds, so that two can be compared: lists and streams as DUMP has them, of the others, which may be laid out anew when
 * they are loaded, the elements sorted.
 */
final class Contents {
    private final DumpPayload payload;
    private final HashValue hash;
    private final SetValue set;
    private final ZSetValue zset;
    private final ElementView first = new ElementView();
    private final ElementView second = new ElementView();

    private Contents(CollectionContext context) {
        payload = new DumpPayload(context);
        hash = new HashValue(context);
        set = new SetValue(context);
        zset = new ZSetValue(context);
    }

    static Map<String, String> of(Keyspace keyspace, CollectionContext context) {
        Contents contents = new Contents(context);
        Map<String, String> all = new TreeMap<>();
        ExpiredKeys before = keyspace.expiredKeys();
        keyspace.expiredKeys(ExpiredKeys.SHOW);
        for (int i = 0; i < keyspace.databases(); i++) {
            String prefix = i + ":";
            keyspace.database(i)
                    .forEach(entry -> all.put(
                            prefix + new String(entry.key(), StandardCharsets.ISO_8859_1),
                            entry.hasExpire()
                                    ? entry.expireAt() + " " + contents.value(entry)
                                    : contents.value(entry)));
        }
        keyspace.expiredKeys(before);
        contents.payload.close();
        return all;
    }

    private String value(Entry entry) {
        return switch (entry.type()) {
            case HASH -> "hash " + fields(entry);
            case SET -> "set " + members(entry);
            case ZSET -> "zset " + scores(entry);
            default -> dump(entry);
        };
    }

    private String dump(Entry entry) {
        ByteBuf dump = payload.write(entry, false);
        try {
            return ByteBufUtil.hexDump(dump);
        } finally {
            dump.release();
        }
    }

    private List<String> scores(Entry entry) {
        List<String> all = new ArrayList<>();
        zset.attach(entry.encoding(), entry.root());
        for (boolean more = zset.seekRank(0); more; more = zset.next()) {
            zset.member(first);
            all.add(text(first) + "=" + zset.score());
        }
        all.sort(null);
        return all;
    }

    private List<String> fields(Entry entry) {
        List<String> all = new ArrayList<>();
        hash.attach(entry.encoding(), entry.root());
        hash.rewind();
        while (hash.next(first, second)) {
            all.add(text(first) + "=" + text(second));
        }
        all.sort(null);
        return all;
    }

    private List<String> members(Entry entry) {
        List<String> all = new ArrayList<>();
        set.attach(entry.encoding(), entry.root());
        set.rewind();
        while (set.next(first)) {
            all.add(text(first));
        }
        all.sort(null);
        return all;
    }

    private static String text(ElementView element) {
        return new String(element.toByteArray(), StandardCharsets.ISO_8859_1);
    }
}
