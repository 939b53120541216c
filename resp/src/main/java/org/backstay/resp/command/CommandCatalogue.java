package org.backstay.resp.command;

import java.util.List;
import java.util.stream.Stream;

/** All command rows of all families. */
public final class CommandCatalogue {
    /** Every row that a redis-server knows. */
    public static final List<CommandSpec> SERVER = Stream.of(
                    GenericRows.ALL,
                    StringRows.ALL,
                    ListRows.ALL,
                    HashRows.ALL,
                    SetRows.ALL,
                    SortedSetRows.ALL,
                    BitmapRows.ALL,
                    HyperLogLogRows.ALL,
                    GeoRows.ALL,
                    StreamRows.ALL,
                    PubSubRows.ALL,
                    TransactionRows.ALL,
                    ScriptingRows.ALL,
                    ConnectionRows.ALL,
                    ServerRows.ALL,
                    IntrospectionRows.ALL,
                    AclRows.ALL,
                    ClusterRows.ALL)
            .flatMap(List::stream)
            .toList();

    private CommandCatalogue() {}
}
