package org.backstay.testkit.stock;

import java.nio.file.Path;
import java.util.List;

/** A socket of systemd's kind, on which a service tells how it is (sd_notify(3)), read by a process of Perl's: the JDK can't. */
public final class NotifySocket implements AutoCloseable {
    private static final String READER = """
            use Socket;
            $| = 1;
            socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) || die $!;
            bind($socket, sockaddr_un($ARGV[0])) || die $!;
            print "bound\\n";
            print $message while defined recv($socket, $message, 4096, 0);
            """;

    private final Path path;
    private final PeerProcess reader;

    private NotifySocket(Path path, PeerProcess reader) {
        this.path = path;
        this.reader = reader;
    }

    /** Opens one in a folder. */
    public static NotifySocket open(Path folder, String name) {
        Programs.require("perl");
        Path path = folder.resolve(name);
        PeerProcess reader = PeerProcess.start(name, folder, List.of("perl", "-e", READER, path.toString()));
        reader.awaitReady(() -> reader.output().startsWith("bound\n"));
        return new NotifySocket(path, reader);
    }

    /** What the environment of a service says of it. */
    public String environment() {
        return "NOTIFY_SOCKET=" + path;
    }

    /** The messages that came, a line each. */
    public List<String> lines() {
        return reader.output().lines().skip(1).toList();
    }

    @Override
    public void close() {
        reader.close();
    }
}
