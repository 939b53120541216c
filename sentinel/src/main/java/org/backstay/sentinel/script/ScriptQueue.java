package org.backstay.sentinel.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.backstay.node.Log;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.Periods;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts, the oldest first. Owned by the loop.
 *
 * <p>A script that ends with 1 or by a signal is run again later, twice as late each time, ten times in all; any other code than 0 is
 * reported. At most {@value #MOST_RUNNING} run at a time and {@value #MOST_QUEUED} are remembered: when more come, the oldest that waits is
 * dropped.
 */
public final class ScriptQueue implements Events.Scripts {
    private static final int MOST_QUEUED = 256;
    private static final int MOST_RUNNING = 16;
    private static final int MOST_TRIES = 10;
    private static final int TRY_AGAIN = 1;

    private final Periods periods;
    private final ScriptStarter starter;
    private final Time time;
    private final Deque<Job> jobs = new ArrayDeque<>();
    private @Nullable Events events;
    private int running;

    /** Runs them by the starter. */
    public ScriptQueue(Periods periods, ScriptStarter starter, Time time) {
        this.periods = periods;
        this.starter = starter;
        this.time = time;
    }

    /** Sets where failures are told; once, before the first script. */
    public void events(Events told) {
        events = told;
    }

    @Override
    public void run(String script, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(script);
        command.addAll(List.of(arguments));
        jobs.add(new Job(List.copyOf(command)));
        if (jobs.size() > MOST_QUEUED) {
            dropOldestWaiting();
        }
        startDue();
    }

    private void dropOldestWaiting() {
        for (Iterator<Job> each = jobs.iterator(); each.hasNext(); ) {
            if (!each.next().running) {
                each.remove();
                return;
            }
        }
    }

    /** Starts what may start and kills what has run too long; called every round. */
    public void tend() {
        for (Job job : List.copyOf(jobs)) {
            job.killIfLate();
        }
        startDue();
    }

    private void startDue() {
        for (Job job : List.copyOf(jobs)) {
            if (running >= MOST_RUNNING) {
                return;
            }
            if (!job.running && job.notBefore <= time.now()) {
                job.start();
            }
        }
    }

    /** How many run. */
    public int running() {
        return running;
    }

    /** How many run or wait. */
    public int size() {
        return jobs.size();
    }

    /** Those that run or wait, the oldest first. */
    public List<Pending> pending() {
        return jobs.stream().map(Job::pending).toList();
    }

    /**
     * A script that runs or waits.
     *
     * @param command it and its arguments
     * @param running whether it runs
     * @param pid its process ID; 0 while it does not run
     * @param millis for how long it has run, or how long it still waits
     * @param tries how often it was started
     */
    public record Pending(List<String> command, boolean running, long pid, long millis, int tries) {}

    private void tell(Log.Level level, String type, String text) {
        if (events != null) {
            events.tell(level, type, null, text);
        }
    }

    /** One script, through all its runs. */
    private final class Job implements ScriptStarter.Observer {
        private final List<String> command;
        private boolean running;
        private boolean killed;
        private long notBefore = Time.NEVER;
        private long startedAt;
        private long pid;
        private int tries;
        private @Nullable Runnable kill;

        Job(List<String> command) {
            this.command = command;
        }

        void start() {
            running = true;
            killed = false;
            startedAt = time.now();
            tries++;
            ScriptQueue.this.running++;
            starter.start(command, this);
        }

        @Override
        public void started(long process, Runnable how) {
            pid = process;
            kill = how;
            tell(Log.Level.DEBUG, "+script-child", Long.toString(process));
        }

        @Override
        public void ended(int code, int signal) {
            tell(Log.Level.DEBUG, "-script-child", pid + " " + code + " " + signal);
            running = false;
            pid = 0;
            kill = null;
            ScriptQueue.this.running--;
            if ((signal != 0 || code == TRY_AGAIN) && tries < MOST_TRIES) {
                notBefore = time.now() + (periods.get(Period.SCRIPT_RETRY_DELAY) << (tries - 1));
                return;
            }
            if (signal != 0 || code != 0) {
                tell(Log.Level.WARNING, "-script-error", command.getFirst() + " " + signal + " " + code);
            }
            jobs.remove(this);
            startDue();
        }

        void killIfLate() {
            boolean late = running && !killed && time.since(startedAt) > periods.get(Period.SCRIPT_MAX_RUNTIME);
            if (late && kill != null) {
                tell(Log.Level.WARNING, "-script-timeout", command.getFirst() + " " + pid);
                killed = true;
                kill.run();
            }
        }

        Pending pending() {
            long millis = running ? time.since(startedAt) : Math.max(0, notBefore - time.now());
            return new Pending(command, running, pid, notBefore == Time.NEVER && !running ? 0 : millis, tries);
        }
    }
}
