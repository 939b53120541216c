package org.backstay.redis.command;

import static org.backstay.resp.command.GenericRows.DUMP;
import static org.backstay.resp.command.GenericRows.RESTORE;
import static org.backstay.resp.command.ServerRows.RESTORE_ASKING;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.persistence.rdb.DumpPayload;
import org.backstay.persistence.rdb.ValueDecoder;
import org.backstay.redis.config.MemoryDirectives;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;

/** DUMP and RESTORE: values by themselves, with version and checksum. */
public final class SerializationCommands {
    private static final int NOT_SAID = -1;
    private static final int MOST_FREQUENT = 255;

    private final DumpPayload payloads;
    private boolean verifyChecksum = true;

    private SerializationCommands(DumpPayload payloads) {
        this.payloads = payloads;
    }

    /** Binds the family; what is returned lets DEBUG switch the check of checksums off. */
    public static SerializationCommands bind(Handlers handlers, DumpPayload payloads) {
        SerializationCommands family = new SerializationCommands(payloads);
        handlers.on(DUMP, family::dump).on(RESTORE, RESTORE_ASKING, family::restore);
        return family;
    }

    /** Whether RESTORE checks the checksum (DEBUG SET-SKIP-CHECKSUM-VALIDATION). */
    void verifyChecksum(boolean yes) {
        verifyChecksum = yes;
    }

    private void dump(Call call) {
        Entry entry = call.database()
                .forRead(call.request().address(1), call.request().length(1));
        if (entry == null) {
            call.reply().nil();
            return;
        }
        ByteBuf payload = payloads.write(entry, call.server().settings().get(PersistenceDirectives.RDBCOMPRESSION));
        try {
            call.reply().bulk(payload.memoryAddress(), payload.readableBytes());
        } finally {
            payload.release();
        }
    }

    /**
     * What stands behind RESTORE's payload.
     *
     * @param idleSeconds or {@link #NOT_SAID}
     * @param frequency or {@link #NOT_SAID}
     */
    private record Options(boolean replace, boolean absolute, long idleSeconds, long frequency) {
        static Options parse(Request request) {
            boolean replace = false;
            boolean absolute = false;
            long idle = NOT_SAID;
            long frequency = NOT_SAID;
            for (int i = 4; i < request.size(); i++) {
                boolean more = i + 1 < request.size();
                if (request.is(i, "replace")) {
                    replace = true;
                } else if (request.is(i, "absttl")) {
                    absolute = true;
                } else if (request.is(i, "idletime") && more && frequency == NOT_SAID) {
                    idle = Arguments.integer(request, ++i);
                    require(idle >= 0, "ERR Invalid IDLETIME value, must be >= 0");
                } else if (request.is(i, "freq") && more && idle == NOT_SAID) {
                    frequency = Arguments.integer(request, ++i);
                    require(
                            frequency >= 0 && frequency <= MOST_FREQUENT,
                            "ERR Invalid FREQ value, must be >= 0 and <= 255");
                } else {
                    throw Arguments.syntax();
                }
            }
            return new Options(replace, absolute, idle, frequency);
        }

        private static void require(boolean right, String error) {
            if (!right) {
                throw new CommandException(error);
            }
        }
    }

    /** {@code RESTORE key ttl payload [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ counter]}. */
    private void restore(Call call) {
        Request request = call.request();
        Options options = Options.parse(request);
        if (!options.replace() && Lookup.exists(call, 1)) {
            throw new CommandException("BUSYKEY Target key name already exists.");
        }
        long ttl = Arguments.integer(request, 2);
        if (ttl < 0) {
            throw new CommandException("ERR Invalid TTL value, must be >= 0");
        }
        ValueDecoder value = read(request);
        Database database = call.database();
        boolean deleted = options.replace() && database.delete(request.address(1), request.length(1));
        long expireAt = options.absolute() || ttl == 0 ? ttl : ttl + call.now();
        boolean over =
                ttl != 0 && expireAt <= call.now() && call.server().keyspace().expiredKeys() == ExpiredKeys.DELETE;
        if (over) {
            value.discard();
            if (deleted) {
                call.tell(KeyEvent.DEL, 1);
                call.propagateInstead(Words.DEL, request.bytes(1));
            }
        } else {
            value.addTo(database, request.address(1), request.length(1), ttl == 0 ? Entry.NO_EXPIRE : expireAt);
            noteUse(call, options);
            call.tell(KeyEvent.RESTORE, 1);
            if (ttl != 0 && !options.absolute()) {
                propagateAbsolute(call, expireAt);
            }
        }
        call.reply().ok();
    }

    private ValueDecoder read(Request request) {
        if (!DumpPayload.isSound(request.address(3), request.length(3), verifyChecksum)) {
            throw new CommandException("ERR DUMP payload version or checksum are wrong");
        }
        try {
            return payloads.read(request.address(3), request.length(3));
        } catch (IOException flawed) {
            throw new CommandException("ERR Bad data format");
        }
    }

    private static void noteUse(Call call, Options options) {
        Entry entry = Lookup.existing(call, 1);
        boolean counts =
                call.server().settings().get(MemoryDirectives.MAXMEMORY_POLICY).countsAccesses();
        if (counts && options.frequency() != NOT_SAID) {
            entry.setAccessClock(call.server().keyspace().frequencyClock().of((int) options.frequency()));
        } else if (!counts && options.idleSeconds() != NOT_SAID) {
            entry.setAccessClock(call.server().keyspace().idleClock().idleFor(options.idleSeconds()));
        }
    }

    /** The time to live counts from now, and now is over when a replica or a later start hears of it. */
    private static void propagateAbsolute(Call call, long expireAt) {
        Request request = call.request();
        byte[][] words = new byte[request.size() + 1][];
        for (int i = 0; i < request.size(); i++) {
            words[i] = request.bytes(i);
        }
        words[2] = Words.of(expireAt);
        words[request.size()] = Words.ABSTTL;
        call.propagateInstead(words);
    }
}
