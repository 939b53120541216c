package org.backstay.redis.persistence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.backstay.config.Settings;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.backstay.node.Worker;
import org.backstay.persistence.log.LogLoader;
import org.backstay.persistence.log.LogMark;
import org.backstay.persistence.log.Manifest;
import org.backstay.persistence.rdb.FileChecksum;
import org.backstay.persistence.rdb.KeyspaceLoader;
import org.backstay.persistence.rdb.RdbReader;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.RedisServer;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** The append-only log as something to load: its base, then its commands, executed as a client without a connection. Owned by the server's loop. */
final class LogSource implements LoadRun.Source, LogLoader.Target {
    private static final int SHOWN_NAME = 64;

    private final RedisServer server;
    private final Worker worker;
    private final Path directory;
    private final Supplier<KeyspaceLoader> loaders;
    private final boolean verify;
    private final Client client;
    private final LogLoader loader;
    private @Nullable KeyspaceLoader base;

    /** Opens a log; the worker computes its base's checksum ({@code rdbchecksum}). */
    LogSource(RedisServer server, Worker worker, Path directory, Manifest manifest, Supplier<KeyspaceLoader> loaders)
            throws IOException {
        this.server = server;
        this.worker = worker;
        this.directory = directory;
        this.loaders = loaders;
        Settings settings = server.settings();
        verify = settings.get(PersistenceDirectives.RDBCHECKSUM);
        client = server.clients().internal(Client.Role.MASTER, server.time().millis());
        loader = new LogLoader(
                server.node().disk(),
                server.log(),
                directory,
                manifest,
                settings.get(PersistenceDirectives.AOF_LOAD_TRUNCATED),
                this);
    }

    @Override
    public boolean step(LongSupplier clock, long until) throws IOException {
        return loader.step(clock, until);
    }

    @Override
    public long totalBytes() {
        return loader.totalBytes();
    }

    @Override
    public long loadedBytes() {
        return loader.loadedBytes();
    }

    /** Where the log ends, as far as its files say. */
    @Nullable
    LogMark position() {
        return loader.end();
    }

    @Override
    public int selectedDb() {
        return client.database();
    }

    @Override
    public void beginFile() {
        client.database(0);
        client.endTransaction();
    }

    @Override
    public void apply(Request command) throws IOException {
        if (server.dispatcher().commands().find(command) == null) {
            String name = command.text(0);
            throw new IOException(
                    "Unknown command '" + (name.length() > SHOWN_NAME ? name.substring(0, SHOWN_NAME) : name)
                            + "' reading the append only file");
        }
        server.dispatcher().receive(client, command);
        client.reply().truncate(0);
    }

    @Override
    public void abandonTransaction() {
        client.endTransaction();
    }

    @Override
    public RdbReader snapshot(String name, DiskFile file) throws IOException {
        KeyspaceLoader into = loaders.get();
        base = into;
        Disk disk = server.node().disk();
        FileChecksum checksum = verify ? new FileChecksum(worker, disk, directory.resolve(name)) : null;
        return new RdbReader(name, file, into, checksum);
    }

    @Override
    public void close() throws IOException {
        loader.close();
        KeyspaceLoader into = base;
        if (into != null) {
            into.close();
        }
        server.clients().disconnected(client);
    }
}
