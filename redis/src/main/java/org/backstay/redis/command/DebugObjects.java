package org.backstay.redis.command;

import java.util.Locale;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.EncodingLimits;
import org.backstay.keyspace.types.ListValue;
import org.backstay.redis.config.MemoryDirectives;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;

/** The parts of DEBUG that look at how values and tables lie in memory. Stateless. */
final class DebugObjects {
    private static final String TABLE = "Hash table 0 stats (main hash table):\n";

    private DebugObjects() {}

    /** The key as it lies in memory: also one whose time is over and that nobody has asked for since. */
    private static Entry existing(Call call) {
        Keyspace keyspace = call.server().keyspace();
        ExpiredKeys usual = keyspace.expiredKeys();
        keyspace.expiredKeys(ExpiredKeys.SHOW);
        try {
            return Lookup.existing(call, 2);
        } finally {
            keyspace.expiredKeys(usual);
        }
    }

    /** The original's line; the address is that of nothing, since blocks move. */
    static void object(Call call) {
        Entry entry = existing(call);
        boolean counts =
                call.server().settings().get(MemoryDirectives.MAXMEMORY_POLICY).countsAccesses();
        int idle = counts ? 0 : call.server().keyspace().idleClock().idleSeconds(entry.accessClock());
        call.reply()
                .simple("Value at:0x0 refcount:1 encoding:" + entry.encoding().text() + " serializedlength:"
                        + serializedLength(call, entry) + " lru:" + entry.accessClock() + " lru_seconds_idle:" + idle
                        + (entry.encoding() == Encoding.QUICKLIST ? quicklistFigures(call, entry) : ""));
    }

    private static long serializedLength(Call call, Entry entry) {
        return entry.type() == ValueType.STRING
                ? entry.stringLength()
                : call.server().values().attached(entry).memoryBytes(0);
    }

    private static String quicklistFigures(Call call, Entry entry) {
        ListValue list = call.server().values().list();
        list.attach(entry);
        EncodingLimits limits = call.server().collections().limits();
        long bytes = 0;
        list.rewindNodes();
        while (list.nextNode()) {
            bytes += list.nodeLength();
        }
        return String.format(
                Locale.ROOT,
                " ql_nodes:%d ql_avg_node:%.2f ql_listpack_max:%d ql_compressed:0 ql_uncompressed_size:%d",
                list.nodeCount(),
                (double) list.size() / list.nodeCount(),
                limits.listMaxListpackSize(),
                bytes);
    }

    static void string(Call call) {
        Entry entry = existing(call);
        if (entry.type() != ValueType.STRING || entry.isInteger()) {
            throw new CommandException("ERR Not an sds encoded string.");
        }
        call.reply()
                .simple("key_sds_len:" + entry.keyLength() + ", key_sds_avail:0, key_zmalloc: " + entry.keyLength()
                        + ", val_sds_len:" + entry.stringLength() + ", val_sds_avail:" + entry.stringRoom()
                        + ", val_zmalloc: " + entry.blockBytes());
    }

    static void listpack(Call call) {
        Entry entry = existing(call);
        if (entry.encoding() != Encoding.LISTPACK) {
            throw new CommandException("ERR Not a listpack encoded object.");
        }
        call.server()
                .log()
                .notice("listpack: " + call.server().values().attached(entry).packedLength() + " bytes, "
                        + call.server().values().attached(entry).size() + " elements");
        call.reply().simple("Listpack structure printed on stdout");
    }

    static void quicklist(Call call) {
        Entry entry = existing(call);
        if (entry.encoding() != Encoding.QUICKLIST) {
            throw new CommandException("ERR Not a quicklist encoded object.");
        }
        call.server().log().notice("quicklist:" + quicklistFigures(call, entry));
        call.reply().simple("Quicklist structure printed on stdout");
    }

    static void tables(Call call) {
        long index = Arguments.integer(call.request(), 2);
        if (index < 0 || index >= call.server().keyspace().databases()) {
            throw new CommandException("ERR Out of range database");
        }
        Database database = call.server().keyspace().database((int) index);
        call.reply()
                .verbatim(
                        "txt",
                        "[Dictionary HT]\n"
                                + table(database.buckets(), database.size())
                                + "[Expires HT]\n" + table(database.buckets(), database.expires()));
    }

    static void tableOfKey(Call call) {
        Entry entry = existing(call);
        if (entry.encoding() != Encoding.HASHTABLE && entry.encoding() != Encoding.SKIPLIST) {
            throw new CommandException(
                    "ERR The value stored at the specified key is not represented using an hash table");
        }
        call.reply()
                .verbatim(
                        "txt",
                        TABLE + " number of elements: "
                                + call.server().values().attached(entry).size() + "\n");
    }

    /** A table grows a bucket at a time: there is one, never a second that it is moved to. */
    private static String table(long buckets, long elements) {
        return TABLE + " table size: " + buckets + "\n number of elements: " + elements + "\n";
    }

    /** Sizes that a reader of memory figures may want. */
    static String sizes() {
        return "bits:64 handle:4 bucket:64 entryheader:5 listpackheader:6 intsetheader:8 ";
    }
}
