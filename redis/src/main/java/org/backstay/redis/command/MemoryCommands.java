package org.backstay.redis.command;

import static org.backstay.resp.command.IntrospectionRows.MEMORY;
import static org.backstay.resp.command.IntrospectionRows.MEMORY_DOCTOR;
import static org.backstay.resp.command.IntrospectionRows.MEMORY_MALLOC_STATS;
import static org.backstay.resp.command.IntrospectionRows.MEMORY_PURGE;
import static org.backstay.resp.command.IntrospectionRows.MEMORY_STATS;
import static org.backstay.resp.command.IntrospectionRows.MEMORY_USAGE;

import java.util.List;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.redis.info.MemoryReport;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.RedisServer;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;

/** MEMORY: what keys and the server as a whole take. */
final class MemoryCommands {
    private static final int DEFAULT_SAMPLES = 5;

    /** Of a table's bucket line, the share of one key. */
    private static final int TABLE_BYTES_A_KEY = 9;

    private MemoryCommands() {}

    /** Binds the family. */
    static void bind(Handlers handlers) {
        handlers.container(MEMORY)
                .on(MEMORY_USAGE, MemoryCommands::usage)
                .on(MEMORY_STATS, MemoryCommands::stats)
                .on(MEMORY_DOCTOR, MemoryCommands::doctor)
                .on(MEMORY_MALLOC_STATS, MemoryCommands::mallocStats)
                .on(MEMORY_PURGE, MemoryCommands::purge);
    }

    private static void usage(Call call) {
        Request request = call.request();
        long samples = DEFAULT_SAMPLES;
        for (int i = 3; i < request.size(); i += 2) {
            if (!request.is(i, "samples") || i + 1 == request.size()) {
                throw Arguments.syntax();
            }
            samples = Arguments.integer(request, i + 1);
            if (samples < 0) {
                throw Arguments.syntax();
            }
        }
        Entry entry = call.database().peek(request.address(2), request.length(2));
        if (entry == null) {
            call.reply().nil();
            return;
        }
        long value = entry.type() == ValueType.STRING
                ? 0
                : call.server().values().attached(entry).memoryBytes(sampleCount(samples));
        call.reply().integer(entry.blockBytes() + TABLE_BYTES_A_KEY + value);
    }

    private static int sampleCount(long samples) {
        return samples == 0 ? Integer.MAX_VALUE : (int) Math.min(samples, Integer.MAX_VALUE);
    }

    private static void stats(Call call) {
        MemoryReport report = new MemoryReport(call.server());
        List<MemoryReport.Line> lines = report.lines();
        ReplyWriter reply = call.reply();
        reply.map(lines.size());
        for (MemoryReport.Line line : lines) {
            reply.bulk(line.name());
            switch (line) {
                case MemoryReport.Bytes bytes -> reply.integer(bytes.value());
                case MemoryReport.Ratio ratio -> reply.real(ratio.value());
                case MemoryReport.OfDatabase database -> {
                    reply.map(3);
                    reply.bulk("overhead.hashtable.main");
                    reply.integer(database.tableBytes());
                    reply.bulk("overhead.hashtable.expires");
                    reply.integer(0);
                    reply.bulk("overhead.hashtable.slot-to-keys");
                    reply.integer(0);
                }
            }
        }
    }

    private static void doctor(Call call) {
        call.reply().verbatim("txt", new MemoryReport(call.server()).diagnosis());
    }

    private static void mallocStats(Call call) {
        RedisServer server = call.server();
        call.reply()
                .verbatim(
                        "txt",
                        "slabs: blocks " + server.keyspace().slabs().blocks() + ", used "
                                + server.keyspace().usedBytes() + " bytes, resident "
                                + server.keyspace().residentBytes() + " bytes\njava heap: used "
                                + server.node().usage().heapUsedBytes() + " bytes, committed "
                                + server.node().usage().heapCommittedBytes() + " bytes\n");
    }

    private static void purge(Call call) {
        call.server().keyspace().slabs().purge();
        call.reply().ok();
    }
}
