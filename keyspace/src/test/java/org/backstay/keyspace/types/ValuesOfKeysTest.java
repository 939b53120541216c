package org.backstay.keyspace.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.KeyspaceListener;
import org.backstay.keyspace.ValueType;
import org.junit.jupiter.api.Test;

/** Collections that hang on the keys of a keyspace. */
class ValuesOfKeysTest {
    private static final int FIELDS = 2_000;

    @Test
    void entriesFollowTheirValuesAndDeletedValuesAreFreed() {
        try (Workbench bench = new Workbench(1);
                Keyspace keyspace = new Keyspace(1, 1L << 28, () -> 0, new Random(1), KeyspaceListener.NONE)) {
            CollectionContext context = CollectionContext.of(keyspace);
            Database db = keyspace.database(0);
            HashValue hash = new HashValue(context);
            hash.create();
            hash.put(bench.place("f"), 1, bench.placeSecond("v"), 1);
            db.add(bench.place("key"), 3, ValueType.HASH, hash.encoding(), hash.root());
            for (int i = 0; i < FIELDS; i++) {
                Entry entry = db.forWrite(bench.place("key"), 3);
                hash.attach(entry);
                String field = "field:" + i;
                hash.put(bench.place(field), field.length(), bench.placeSecond("v"), 1);
                assertThat(entry.root()).isEqualTo(hash.root());
                assertThat(entry.encoding()).isEqualTo(hash.encoding());
            }
            Entry entry = db.forRead(bench.place("key"), 3);
            assertThat(entry.encoding()).isEqualTo(Encoding.HASHTABLE);
            hash.attach(entry);
            assertThat(hash.size()).isEqualTo(FIELDS + 1);
            db.delete(entry);
            while (keyspace.reclaim(10)) {
                assertThat(keyspace.pendingReclaims()).isNotNegative();
            }
            // What is left is the empty table of keys.
            assertThat(keyspace.slabs().blocks()).isLessThan(10);
        }
    }
}
