package org.backstay.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.RequestInput;
import org.backstay.resp.RequestLimits;
import org.backstay.resp.command.CommandCatalogue;
import org.backstay.resp.command.CommandTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one command costs in the protocol alone: cut out, looked up, answered. Sixteen a read, as a pipelining client sends them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.noUnsafe=false"
        })
public class ProtocolBenchmark {
    private static final int PIPELINE = 16;

    @Param({
        "*3\r\n$3\r\nSET\r\n$16\r\nkey:000000012345\r\n$3\r\nxxx\r\n",
        "*2\r\n$3\r\nGET\r\n$16\r\nkey:000000012345\r\n",
        "PING\r\n"
    })
    private String command = "";

    private final RequestInput input = new RequestInput(ByteBufAllocator.DEFAULT, new RequestLimits());
    private final ReplyWriter replies = new ReplyWriter(ByteBufAllocator.DEFAULT);
    private final CommandTable<String> table = new CommandTable<>();
    private ByteBuf received = ByteBufAllocator.DEFAULT.directBuffer(1);

    /** Makes the bytes of a whole pipeline, and the table of all commands. */
    @Setup(Level.Trial)
    public void prepare() {
        received.release();
        received = ByteBufAllocator.DEFAULT.directBuffer(4096);
        received.writeCharSequence(command.repeat(PIPELINE), StandardCharsets.US_ASCII);
        CommandCatalogue.SERVER.stream().filter(row -> row.parent() == null).forEach(row -> table.on(row, row.name()));
    }

    /** Gives the memory back. */
    @TearDown(Level.Trial)
    public void release() {
        received.release();
        input.close();
        replies.close();
    }

    /** Cuts the commands out of one received buffer. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public long decode() {
        input.add(received.retainedDuplicate());
        long arguments = 0;
        while (input.next() == RequestInput.Status.REQUEST) {
            arguments += input.request().size();
        }
        input.settle();
        return arguments;
    }

    /** Cuts them out, looks each up in the table of all commands, answers with the last argument and gives the replies away. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public long decodeFindAndReply() {
        input.add(received.retainedDuplicate());
        long found = 0;
        while (input.next() == RequestInput.Status.REQUEST) {
            Request request = input.request();
            found += table.find(request) == null ? 0 : 1;
            int last = request.size() - 1;
            replies.bulk(request.address(last), request.length(last));
        }
        input.settle();
        replies.drain(ByteBuf::release);
        return found;
    }
}
