package org.backstay.redis.server;

import java.util.ArrayList;
import java.util.List;
import org.backstay.node.Pollable;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.RequestInput;
import org.backstay.resp.RequestInput.Status;
import org.backstay.resp.command.CommandFlag;
import org.backstay.resp.command.CommandTable;
import org.jspecify.annotations.Nullable;

/**
 * The way of a command: found by name, admitted or refused, queued in a transaction or executed, its effects handed to the log. Runs
 * on the server's loop; executing an ordinary command allocates nothing here.
 */
public final class Dispatcher {
    /** Replies collected before they are handed over, so that a long pipeline neither hoards memory nor starves others. */
    private static final int BATCH_REPLY_BYTES = 1024 * 1024;

    private static final int MOST_DEPTH = 8;

    private final RedisServer server;
    private final CommandTable<Command> commands;
    private final Admission admission;
    private final List<Call> calls = new ArrayList<>(MOST_DEPTH);
    private int depth;
    private boolean inTask;

    /** When the last command ended; within a batch that is when the next one begins: one reading of the clock a command, not two. */
    private long lastEndNanos;

    private boolean inBatch;

    Dispatcher(RedisServer server, CommandTable<Command> commands, Admission admission) {
        this.server = server;
        this.commands = commands;
        this.admission = admission;
    }

    /** The commands this server knows. */
    public CommandTable<Command> commands() {
        return commands;
    }

    /** Executes what a client has sent, until there is no whole command left or it must wait. */
    void executeAll(Client client) {
        RequestInput input = client.input();
        if (server.isFailing()) {
            return;
        }
        server.memory().received(input.unread());
        executePostponed(client);
        lastEndNanos = server.time().nanoTime();
        inBatch = true;
        while (mayExecute(client) && input.next() == Status.REQUEST) {
            receive(client, input.request());
            if (client.reply().size() >= BATCH_REPLY_BYTES) {
                server.resumeLater(client);
                break;
            }
        }
        inBatch = false;
        if (input.status() == Status.BROKEN && !client.isClosing()) {
            client.reply().error("ERR " + input.error());
            server.statistics().error("ERR");
            client.closeAfterReply();
        }
        input.settle();
    }

    private void executePostponed(Client client) {
        Request request = mayExecute(client) ? client.takePostponed() : null;
        if (request != null) {
            receive(client, request);
            request.release();
        }
    }

    private static boolean mayExecute(Client client) {
        return !client.isClosing() && !client.isBlocked() && !client.isPaused() && !client.waitsForTask();
    }

    /** Executes what a client has sent as a task of the loop: first what was postponed for it. */
    void executeInTask(Client client) {
        inTask = true;
        try {
            client.waitsForTask(false);
            executeAll(client);
        } finally {
            inTask = false;
        }
    }

    /** Whether commands are executed as a task of the loop, so that the loop's sockets may be served meanwhile. */
    public boolean isInTask() {
        return inTask;
    }

    /** Whether a command may keep the loop so long that others must be served meanwhile, which only a task can. */
    private boolean belongsInTask(Client client, Command command) {
        if (inTask || !client.isConnected() || !(server.loop() instanceof Pollable)) {
            return false;
        }
        Transaction transaction = client.transaction();
        return command.runsScripts() || (command.isExec() && transaction != null && transaction.runsScripts());
    }

    /** Admits or refuses a command, queues it in a transaction or executes it. */
    public void receive(Client client, Request request) {
        client.interacted(server.time().millis());
        CommandTable.Entry<Command> entry = commands.find(request);
        Command command = entry == null ? null : entry.handler();
        if (command == null) {
            refuse(client, null, request, admission.unknown(client, commands, request));
        } else {
            receive(client, command, request);
        }
        if (client.replyMode() == Client.ReplyMode.SKIP_THIS) {
            client.replyMode(Client.ReplyMode.SKIP_NEXT);
        }
    }

    private void receive(Client client, Command command, Request request) {
        String refusal = admission.refuse(client, command, request);
        if (refusal != null) {
            refuse(client, command, request, refusal);
        } else if (server.pause().holds(client, command, request)) {
            server.pause().hold(client, request);
        } else if (client.transaction() != null && admission.queues(command)) {
            client.transaction().add(command, request);
            client.reply().simple("QUEUED");
        } else if (belongsInTask(client, command)) {
            client.postpone(request.copy());
            client.waitsForTask(true);
            server.resumeLater(client);
        } else {
            client.lastCommand(command);
            execute(client, command, request);
        }
    }

    private void refuse(Client client, @Nullable Command command, Request request, String refusal) {
        if (command != null) {
            command.rejected();
        }
        if (client.transaction() != null) {
            client.transaction().breakUp();
        }
        String error = refusal;
        if (command != null && command.isExec()) {
            // An EXEC that can't even be executed ends the transaction, as one that fails does, and is shown to those
            // who saw it begin.
            server.monitor(new Call(server, client, command, request));
            client.endTransaction();
            server.watchedKeys().unwatch(client);
            error = "EXECABORT Transaction discarded because of: "
                    + (refusal.startsWith("ERR ") ? refusal.substring("ERR ".length()) : refusal);
        }
        client.reply().error(error);
        server.statistics().error(error);
    }

    /** Counts a command that a script was refused. */
    public void refused(@Nullable Command command, String refusal) {
        if (command != null) {
            command.rejected();
        }
        server.statistics().error(refusal);
    }

    /** Executes one command now, on behalf of a client or of a transaction; its effects belong to the outermost call. */
    public void execute(Client client, Command command, Request request) {
        try {
            perform(client, command, request);
        } catch (OutOfMemoryError full) {
            server.fail("No memory is left in the middle of command "
                    + command.spec().fullName() + ", " + full);
            throw full;
        }
    }

    private void perform(Client client, Command command, Request request) {
        ReplyWriter reply = client.reply();
        long replyStart = reply.size();
        long errors = reply.errors();
        long changes = server.changes();
        long position = server.propagation().position();
        long start = depth > 0 || inBatch ? lastEndNanos : server.time().nanoTime();
        lastEndNanos = start;
        Call call = enter(client, command, request);
        server.propagation().mute(client.role() == Client.Role.MASTER || client.effectsMuted());
        try {
            command.handler().run(call);
        } catch (RuntimeException e) {
            answerUnexpected(client, command, replyStart, e);
        } catch (OutOfMemoryError full) {
            if (command.isWrite() && server.changes() != changes) {
                throw full; // half done: neither the log nor an error could say what has happened
            }
            answerFull(client, command, replyStart, full);
        }
        lastEndNanos = server.time().nanoTime();
        long took = lastEndNanos - start;
        boolean failed = reply.errors() != errors && !call.areErrorsOfParts();
        if (failed && !call.isErrorCounted()) {
            server.statistics().error(reply.lastError());
        }
        command.called(took, failed);
        server.statistics().command();
        if (!client.isBlocked()) {
            measure(call, took, command.latencyEvent());
        }
        if (!server.clients().monitors().isEmpty() && !server.isLoading()) {
            // After it has run, so that what EXEC has queued comes before EXEC.
            server.monitors().show(call);
        }
        track(call);
        silence(call, replyStart);
        long replyEnd = reply.size();
        leave(call, server.changes() != changes);
        if (depth == 0 && server.propagation().position() != position) {
            noteWrite(client, command, request, replyStart, replyEnd);
        }
    }

    /** The log has grown by a client's command, and these bytes answer it. What a read did to an expired key is nobody's write. */
    private void noteWrite(Client client, Command command, Request request, long replyStart, long replyEnd) {
        if (!command.mayReplicate(request) && !command.isExec()) {
            return;
        }
        client.writes().upTo(server.propagation().position());
        if (replyEnd > replyStart && server.outbox().acknowledgesWrites()) {
            client.writes().noteReply(replyStart, replyEnd);
        }
    }

    /**
     * Tries to answer a command that waits, now that a key is ready; its effects are a unit of their own.
     *
     * @return whether it was answered
     */
    boolean attempt(Client client, Command command, Request request, KeyAttempt attempt, int key) {
        ReplyWriter reply = client.reply();
        long replyStart = reply.size();
        long errors = reply.errors();
        long position = server.propagation().position();
        long start = server.time().nanoTime();
        Call call = enter(client, command, request);
        server.propagation().mute(false);
        boolean served = true;
        try {
            String denied = server.access().refuse(client, command, request);
            if (denied == null) {
                served = attempt.serve(call, key);
            } else {
                // Its user has lost the right while it waited.
                reply.error(denied);
            }
        } catch (RuntimeException e) {
            answerUnexpected(client, command, replyStart, e);
        }
        if (served) {
            long took = server.time().nanoTime() - start;
            boolean failed = reply.errors() != errors;
            if (failed) {
                server.statistics().error(reply.lastError());
            }
            command.answeredLate(took, failed);
            measure(call, took, LatencyMonitor.COMMAND_UNBLOCKING);
        }
        silence(call, replyStart);
        long replyEnd = reply.size();
        leave(call, false);
        if (server.propagation().position() != position) {
            noteWrite(client, command, request, replyStart, replyEnd);
        }
        return served;
    }

    private void measure(Call call, long tookNanos, String event) {
        server.slowLog().consider(call, tookNanos);
        LatencyMonitor latency = server.latency();
        if (latency.isCounting()) {
            call.command().latency().record(tookNanos);
        }
        latency.consider(event, tookNanos);
    }

    /** Remembers what a client that tracks has read; of a script that reads, all keys that it declared. */
    private void track(Call call) {
        boolean ofScript = depth > 1 && calls.get(depth - 2).command().runsScripts();
        Call reader = ofScript ? calls.get(depth - 2) : call;
        ClientTracking tracking = reader.client().tracking();
        if (tracking == null) {
            return;
        }
        if (call.command().spec().is(CommandFlag.READONLY) && !call.command().runsScripts()) {
            server.tracking().remember(reader, tracking);
        }
        boolean keepsCaching =
                "client".equals(call.command().spec().parent()) || call.client().transaction() != null;
        if (depth == 1 && !keepsCaching) {
            tracking.cachingGiven(false);
        }
    }

    /** Whose command is under way, or null; within a script, in whose name the script's commands run. */
    @Nullable
    Client currentClient() {
        return depth == 0 ? null : calls.get(depth - 1).client();
    }

    /** Whose connection sent the command under way, or null: for what a script does, the client that called the script. */
    @Nullable
    Client currentCaller() {
        return depth == 0 ? null : calls.getFirst().client();
    }

    /** When the command under way began, as long as it has executed no others. Monotonic nanoseconds. */
    public long startNanos() {
        return lastEndNanos;
    }

    /** Whether the command under way is part of a transaction or a script. */
    boolean isNested() {
        return depth > 1;
    }

    private Call enter(Client client, Command command, Request request) {
        if (depth == calls.size()) {
            calls.add(new Call(server, client, command, request));
        } else {
            calls.get(depth).begin(client, command, request);
        }
        return calls.get(depth++);
    }

    private void leave(Call call, boolean changed) {
        depth--;
        Propagation propagation = server.propagation();
        if (call.propagates(changed) && propagation.isOpen()) {
            if (depth == 0) {
                propagation.addLast(call.client().database(), call.request());
            } else {
                propagation.add(call.client().database(), call.request());
            }
        }
        if (depth == 0) {
            if (server.tracking().hasMessages()) {
                server.tracking().endUnit(call.client());
            }
            propagation.apart(call.command().touchesArbitraryKeys());
            server.endUnit();
            propagation.apart(false);
        }
    }

    /** A handler must answer errors itself; one that throws is a fault of ours, told to the client and the log. */
    private void answerUnexpected(Client client, Command command, long replyStart, RuntimeException failure) {
        String text = ErrorReplies.of(failure);
        client.reply().truncate(replyStart);
        client.reply().error(text);
        if (!ErrorReplies.isExpected(failure)) {
            server.statistics().unexpected();
            server.log().warning("Command " + command.spec().fullName() + " failed: " + ErrorReplies.trace(failure));
        }
    }

    /** One command wanted more than there is, and what it had taken is free again; others are served. */
    private void answerFull(Client client, Command command, long replyStart, OutOfMemoryError full) {
        client.reply().truncate(replyStart);
        client.reply()
                .error("OOM not enough memory to execute '" + command.spec().fullName() + "'");
        server.log().warning("Command " + command.spec().fullName() + " failed: " + full);
    }

    private static void silence(Call call, long replyStart) {
        Client client = call.client();
        if (client.replyMode() == Client.ReplyMode.ON) {
            return;
        }
        boolean silent = client.replyMode() != Client.ReplyMode.SKIP_THIS && !call.isAnswerMessage();
        if (silent) {
            client.reply().truncate(replyStart);
        }
        if (client.replyMode() == Client.ReplyMode.SKIP_NEXT) {
            client.replyMode(Client.ReplyMode.ON);
        }
    }
}
