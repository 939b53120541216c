package org.backstay.node.process;

import java.io.IOException;
import java.util.Map;
import org.backstay.node.Log;
import org.backstay.node.Supervisor;
import org.backstay.node.linux.LinuxProcess;
import org.backstay.node.linux.UnixDatagram;

/**
 * The service managers that the originals know, as the environment names them: systemd reads messages from a socket (sd_notify(3)),
 * upstart waits for a process that stops itself. Of any thread.
 */
public enum Supervision {
    /** None, even if there is one. */
    NO,
    /** systemd, for a unit of {@code Type=notify}. */
    SYSTEMD,
    /** upstart, for a job with {@code expect stop}. */
    UPSTART,
    /** Whichever of the two the environment names. */
    AUTO;

    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String JOB = "UPSTART_JOB";
    private static final int SIGSTOP = 19;

    /** Whether the environment, of {@link System#getenv()}, names this one. */
    public boolean isIn(Map<String, String> environment) {
        return switch (this) {
            case NO -> false;
            case SYSTEMD -> environment.containsKey(SOCKET);
            case UPSTART -> environment.containsKey(JOB);
            case AUTO -> SYSTEMD.isIn(environment) || UPSTART.isIn(environment);
        };
    }

    /** Whom to tell how this process is; one that was asked for and is not there is logged. */
    public Supervisor supervisor(Map<String, String> environment, Log log) {
        if (!isIn(environment)) {
            warn(log);
            return Supervisor.NONE;
        }
        boolean upstart = this == UPSTART || (this == AUTO && UPSTART.isIn(environment));
        return upstart ? new Upstart(log) : new Systemd(environment.getOrDefault(SOCKET, ""), log);
    }

    /** The same for redis-server and redis-sentinel, which say first that they load. */
    public Supervisor supervisorOfRedis(Map<String, String> environment, Log log) {
        Supervisor supervisor = supervisor(environment, log);
        if (isIn(environment)) {
            supervisor.status("Redis is loading...");
            log.notice("Supervised by " + supervisor.name() + ". Please make sure you set appropriate values for"
                    + " TimeoutStartSec and TimeoutStopSec in your service unit.");
        }
        return supervisor;
    }

    private void warn(Log log) {
        switch (this) {
            case SYSTEMD -> log.warning("systemd supervision error: NOTIFY_SOCKET not found!");
            case UPSTART -> log.warning("upstart supervision requested, but UPSTART_JOB not found!");
            case NO, AUTO -> {}
        }
    }

    private record Systemd(String socket, Log log) implements Supervisor {
        @Override
        public String name() {
            return "systemd";
        }

        @Override
        public void status(String words) {
            tell("STATUS=" + words);
        }

        @Override
        public void ready() {
            tell("READY=1");
        }

        @Override
        public void reloading() {
            tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
        }

        @Override
        public void stopping() {
            tell("STOPPING=1");
        }

        private void tell(String message) {
            try {
                UnixDatagram.send(socket, message + "\n");
            } catch (IOException untold) {
                log.warning("systemd supervision error: sd_notify: " + untold.getMessage());
            }
        }
    }

    private record Upstart(Log log) implements Supervisor {
        @Override
        public String name() {
            return "upstart";
        }

        @Override
        public void ready() {
            try {
                LinuxProcess.signal(PidFile.pid(), SIGSTOP);
            } catch (IOException untold) {
                log.warning("upstart supervision error: " + untold.getMessage());
            }
        }
    }
}
