package org.backstay.house;

import com.tngtech.archunit.core.domain.AccessTarget;
import java.util.Set;

/** The ways in which a class can reach the world past its node, and what to use instead. */
enum OutsideWorld {
    TIME(
            "Take the time from the node's Clock: the simulation has its own time.",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone"),
    SLEEP(
            "Schedule a task on the loop: a sleeping loop serves nobody.",
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.park",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.locks.LockSupport.parkUntil"),
    CHANCE(
            "Take random numbers from the node's seeded source: a seed must replay a run exactly.",
            "java.util.Random.<init>()",
            "java.util.SplittableRandom.<init>()",
            "java.security.SecureRandom.<init>",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID"),
    FILES(
            "Write through the node's Disk: the simulated one forgets what was not synced.",
            "java.io.FileOutputStream.<init>",
            "java.io.FileWriter.<init>",
            "java.io.RandomAccessFile.<init>",
            "java.io.File.delete",
            "java.io.File.mkdir",
            "java.io.File.mkdirs",
            "java.io.File.renameTo",
            "java.io.File.createNewFile",
            "java.nio.channels.FileChannel.open",
            "java.nio.file.Files.write",
            "java.nio.file.Files.writeString",
            "java.nio.file.Files.newOutputStream",
            "java.nio.file.Files.newBufferedWriter",
            "java.nio.file.Files.newByteChannel",
            "java.nio.file.Files.delete",
            "java.nio.file.Files.deleteIfExists",
            "java.nio.file.Files.move",
            "java.nio.file.Files.copy",
            "java.nio.file.Files.createFile",
            "java.nio.file.Files.createDirectory",
            "java.nio.file.Files.createDirectories",
            "java.nio.file.Files.createLink",
            "java.nio.file.Files.createSymbolicLink",
            "java.nio.file.Files.createTempFile",
            "java.nio.file.Files.createTempDirectory"),
    CONNECTIONS(
            "Connect and listen through the node's Network: the simulated one can be cut.",
            "java.net.Socket.<init>",
            "java.net.ServerSocket.<init>",
            "java.nio.channels.SocketChannel.open",
            "java.nio.channels.ServerSocketChannel.open",
            "io.netty.bootstrap.Bootstrap.<init>",
            "io.netty.bootstrap.ServerBootstrap.<init>"),
    THREADS(
            "Hand slow work to a named Worker of the node and take the result as a task on the loop.",
            "java.lang.Thread.<init>",
            "java.lang.Thread.ofPlatform",
            "java.lang.Thread.ofVirtual",
            "java.lang.Thread.startVirtualThread",
            "java.util.concurrent.CompletableFuture.runAsync",
            "java.util.concurrent.CompletableFuture.supplyAsync",
            "java.util.concurrent.Executors.newSingleThreadExecutor",
            "java.util.concurrent.Executors.newFixedThreadPool",
            "java.util.concurrent.Executors.newCachedThreadPool",
            "java.util.concurrent.Executors.newScheduledThreadPool",
            "java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor");

    private final String advice;
    private final Set<String> members;

    OutsideWorld(String advice, String... members) {
        this.advice = advice;
        this.members = Set.of(members);
    }

    String advice() {
        return advice;
    }

    /** A member with {@code ()} is meant without arguments: {@code new SplittableRandom(seed)} is no chance of its own. */
    boolean isReachedBy(AccessTarget target) {
        String name = target.getOwner().getName() + "." + target.getName();
        return members.contains(name)
                || (target instanceof AccessTarget.CodeUnitAccessTarget code
                        && code.getRawParameterTypes().isEmpty()
                        && members.contains(name + "()"));
    }
}
