package org.backstay.redis.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.backstay.node.Disk;
import org.backstay.node.DiskFailure;
import org.backstay.node.Worker;
import org.backstay.redis.acl.RuleException;
import org.backstay.redis.acl.User;
import org.backstay.redis.config.AclDirectives;
import org.backstay.redis.config.DeclaredUser;
import org.backstay.redis.config.RedisDirectives;
import org.jspecify.annotations.Nullable;

/**
 * Where users outlive the server: lines of redis.conf, or a file of their own ({@code aclfile}) that ACL SAVE writes and ACL LOAD reads. Owned by
 * the server's loop; while it runs, a worker reads and writes the file.
 */
public final class UserStore {
    private static final String TWO_PLACES =
            "Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid. "
                    + "This setup is very likely to lead to configuration errors and security holes, please define either "
                    + "an ACL file or declare users directly in your redis.conf, but not both.";
    private static final String NOT_SAVED =
            "ERR There was an error trying to save the ACLs. Please check the server logs for more information";

    /** Reads or writes a file. */
    @FunctionalInterface
    private interface DiskWork {
        /** Does it; what was read, if anything. */
        String run() throws IOException;
    }

    private final RedisServer server;
    private final Access access;
    private @Nullable Worker worker;

    UserStore(RedisServer server, Access access) {
        this.server = server;
        this.access = access;
    }

    /**
     * Makes the users that the configuration speaks of; for the start.
     *
     * @return why that can't be, in one line, or null
     */
    public @Nullable String begin() {
        List<DeclaredUser> declared = server.settings().get(AclDirectives.USER);
        if (isFile() && !declared.isEmpty()) {
            return TWO_PLACES;
        }
        try {
            for (DeclaredUser user : declared) {
                access.users().declare(user.name(), user.rules());
                warnIfOff(user.name());
            }
            if (isFile()) {
                String text = read(server.node().disk(), path());
                access.users().replace(name(), text, (user, becomes) -> {});
            }
            return null;
        } catch (RuleException e) {
            return "Aborting Redis startup because of ACL errors: " + e.getMessage();
        } catch (IOException e) {
            return "Aborting Redis startup because of ACL errors: " + unreadable(e);
        }
    }

    private void warnIfOff(String name) {
        User user = access.users().find(name);
        if (user != null && !user.isEnabled()) {
            server.log()
                    .notice("The user '" + name + "' is disabled (there is no 'on' modifier in the user description). "
                            + "Make sure this is not a configuration error.");
        }
    }

    /** Whether users are kept in a file of their own. */
    public boolean isFile() {
        return !name().isEmpty();
    }

    private String name() {
        return server.settings().get(AclDirectives.ACLFILE);
    }

    private Path path() {
        return Path.of(server.settings().get(RedisDirectives.DIR)).resolve(name());
    }

    /** The users as lines of redis.conf; none when they are kept in a file of their own. */
    public List<DeclaredUser> declared() {
        return isFile()
                ? List.of()
                : access.users().all().stream().map(this::declared).toList();
    }

    private DeclaredUser declared(User user) {
        return new DeclaredUser(
                user.name(), List.of(access.users().describe(user).split(" ")));
    }

    /** ACL SAVE: the call's client waits until the file is written. */
    public void save(Call call) {
        Disk disk = server.node().disk();
        Path path = path();
        byte[] text = access.users().text().getBytes(StandardCharsets.ISO_8859_1);
        answerAfter(
                call,
                () -> {
                    disk.replace(path, text);
                    return "";
                },
                (nothing, failure) -> {
                    if (failure == null) {
                        return null;
                    }
                    server.log().warning("Writing ACL file for ACL SAVE: " + reason(failure));
                    return NOT_SAVED;
                });
    }

    /** ACL LOAD: the call's client waits until the file is read; then its users replace all others, or nothing changes. */
    public void load(Call call) {
        Client client = call.client();
        Disk disk = server.node().disk();
        Path path = path();
        answerAfter(
                call,
                () -> read(disk, path),
                (text, failure) -> text == null ? "ERR " + unreadable(failure) : replace(client, text));
    }

    private @Nullable String replace(Client client, String text) {
        try {
            access.replace(client, name(), text);
            return null;
        } catch (RuleException e) {
            return "ERR " + e.getMessage();
        }
    }

    private static String read(Disk disk, Path path) throws IOException {
        return new String(disk.readAll(path), StandardCharsets.ISO_8859_1);
    }

    private String unreadable(@Nullable Throwable failure) {
        return "Error loading ACLs, opening file '" + name() + "': " + reason(failure);
    }

    private static String reason(@Nullable Throwable failure) {
        return failure instanceof IOException fault ? DiskFailure.reason(fault) : String.valueOf(failure);
    }

    /**
     * Lets a worker do what may wait for the disk, and answers the call afterwards. A transaction can't wait, so there it is done at once.
     *
     * @param end takes the result or the failure, and gives the error to answer, or null for OK
     */
    private void answerAfter(
            Call call, DiskWork work, BiFunction<@Nullable String, @Nullable Throwable, @Nullable String> end) {
        Client client = call.client();
        if (!call.mayWait()) {
            answer(client, endAtOnce(work, end));
            return;
        }
        WorkWait wait = new WorkWait();
        client.block(wait);
        worker().run(work::run, (result, failure) -> {
            String error = end.apply(result, failure);
            if (!wait.isOver()) {
                answer(client, error);
                server.clients().unblock(client);
            }
            server.endBatch();
        });
    }

    private static @Nullable String endAtOnce(
            DiskWork work, BiFunction<@Nullable String, @Nullable Throwable, @Nullable String> end) {
        String result;
        try {
            result = work.run();
        } catch (IOException e) {
            return end.apply(null, e);
        }
        return end.apply(result, null);
    }

    private static void answer(Client client, @Nullable String error) {
        client.answerLate(reply -> {
            if (error == null) {
                reply.ok();
            } else {
                reply.error(error);
            }
        });
    }

    private Worker worker() {
        Worker mine = worker;
        if (mine == null) {
            mine = server.node().workers().apply("acl");
            worker = mine;
        }
        return mine;
    }

    /** Ends the worker. */
    void close() {
        if (worker != null) {
            worker.close();
        }
    }
}
