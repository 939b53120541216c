package org.backstay.persistence.rdb;

import java.util.EnumMap;
import java.util.Map;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.CollectionValue;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.ZSetValue;
import org.jspecify.annotations.Nullable;

/** Tells large collections from others, and makes what writes them. Owned by the loop that owns the keyspace. */
public final class LargeValues implements AutoCloseable {
    /** Collections of fewer bytes are written as a whole in less than 150 microseconds, compressed. */
    public static final long LARGE_FROM = 16 * 1024;

    /** So many elements are weighed to tell how large a collection is. */
    private static final int SAMPLES = 4;

    private final CollectionContext context;
    private final boolean compress;
    private final long largeFrom;
    private final Map<ValueType, CollectionValue> weighing = new EnumMap<>(ValueType.class);

    /** Made when first needed. */
    private @Nullable EarlyOutput early;

    /**
     * For the entries of one snapshot.
     *
     * @param compress whether strings are compressed ({@code rdbcompression})
     * @param largeFrom what a collection takes in memory, bytes, from which on it counts as large: {@link #LARGE_FROM}
     */
    public LargeValues(CollectionContext context, boolean compress, long largeFrom) {
        this.context = context;
        this.compress = compress;
        this.largeFrom = largeFrom;
        weighing.put(ValueType.LIST, new ListValue(context));
        weighing.put(ValueType.HASH, new HashValue(context));
        weighing.put(ValueType.SET, new SetValue(context));
        weighing.put(ValueType.ZSET, new ZSetValue(context));
        weighing.put(ValueType.STREAM, new StreamValue(context));
    }

    /** What writes an entry as it is now, and follows its changes from now on; null if its value is not a large collection. */
    public @Nullable LargeValue open(Entry entry) {
        if (!isLarge(entry)) {
            return null;
        }
        EarlyOutput to = early();
        ValueEncoder.writeHeader(entry, to.out());
        KeptBytes header = to.keep();
        return switch (entry.type()) {
            case LIST -> new LargeList(context, entry, to, header);
            case STREAM -> new LargeStream(context, entry, to, header);
            default -> new LargeMembers(context, entry, to, header);
        };
    }

    private boolean isLarge(Entry entry) {
        CollectionValue value = weighing.get(entry.type());
        if (value == null || entry.encoding() == Encoding.LISTPACK || entry.encoding() == Encoding.INTSET) {
            return false;
        }
        value.attach(entry.encoding(), entry.root());
        return value.memoryBytes(SAMPLES) >= largeFrom;
    }

    private EarlyOutput early() {
        EarlyOutput made = early;
        if (made == null) {
            made = new EarlyOutput(compress);
            early = made;
        }
        return made;
    }

    /** Bytes of memory that take what is kept of changes. */
    public long keptBytes() {
        EarlyOutput made = early;
        return made == null ? 0 : made.bytes();
    }

    @Override
    public void close() {
        EarlyOutput made = early;
        if (made != null) {
            made.close();
            early = null;
            context.endMoments();
        }
    }
}
