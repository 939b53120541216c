package org.backstay.node.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Node;
import org.backstay.node.RecordedLog;
import org.backstay.node.Worker;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.junit.jupiter.api.Test;

class WorkerThreadTest {
    @Test
    void jobsRunInOrderBesideTheLoopAndReportOnIt() throws Exception {
        try (Loops loops = new Loops(Transports.NIO, "loop", 1)) {
            Node node = Machine.node("node", loops, new RecordedLog());
            List<String> seen = new CopyOnWriteArrayList<>();
            CountDownLatch all = new CountDownLatch(3);
            node.loop().execute(() -> {
                Worker worker = node.workers().apply("fsync");
                for (int i = 0; i < 2; i++) {
                    int number = i;
                    worker.run(() -> Thread.currentThread().getName() + " " + number, (result, failure) -> {
                        seen.add(result + " on " + Thread.currentThread().getName());
                        all.countDown();
                    });
                }
                worker.run(
                        () -> {
                            throw new IOException("disk full");
                        },
                        (result, failure) -> {
                            seen.add(failure.getMessage() + ", pending " + worker.pending());
                            all.countDown();
                        });
                worker.close();
            });
            assertThat(all.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).containsExactly("node-fsync 0 on loop", "node-fsync 1 on loop", "disk full, pending 0");
        }
    }
}
