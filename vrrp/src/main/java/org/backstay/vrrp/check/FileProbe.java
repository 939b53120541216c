package org.backstay.vrrp.check;

import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.vrrp.config.ProbeConfig;
import org.backstay.vrrp.tracker.NumberFile;

/** {@code FILE_CHECK}: a file's number says whether the server serves, or changes its weight. */
final class FileProbe implements Probe {
    private static final long LEAST = -Integer.MAX_VALUE;

    private final Service service;
    private final ProbeConfig.File config;
    private final NumberFile file;
    private final Worker worker;
    private int attempts;
    private long last;
    private boolean fault;

    FileProbe(Node node, Worker worker, Service service, ProbeConfig.File config) {
        this.worker = worker;
        this.service = service;
        this.config = config;
        file = new NumberFile(config.file(), node.disk());
    }

    @Override
    public void attempt(boolean up, Consumer<Outcome> done) {
        int own = ++attempts;
        worker.run(() -> file.read(own == 1), (read, failure) -> {
            if (own == attempts) { // else it was given up meanwhile
                last = read != null ? read : failure == null ? last : 0;
                done.accept(outcome(last));
            }
        });
    }

    private Outcome outcome(long number) {
        if (config.weight() == 0) {
            return number != 0 == config.reverse() ? Outcome.PASSED : Outcome.failed("FAULT");
        }
        long factor = config.reverse() ? -(long) config.weight() : config.weight();
        long product = Math.clamp(
                Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE) * factor, LEAST - 1, Integer.MAX_VALUE);
        return product < LEAST ? Outcome.failed("FAULT") : Outcome.weighing(new Weighing((int) product, true));
    }

    @Override
    public void cancel() {
        attempts++;
    }

    /** The original's waits for the kernel to tell of the file, and is not started. */
    @Override
    public boolean announced() {
        return false;
    }

    @Override
    public void gaveUp() {
        fault = true;
    }

    private String line(String what) {
        return "(" + service.real() + "): tracked file " + config.file().name() + " " + what + " FAULT state";
    }

    @Override
    public String passed() {
        return fault ? line("leaving") : "";
    }

    @Override
    public String failed(String why, int retries, boolean atFirst) {
        return line("now");
    }

    @Override
    public String tried(String why, int count, int retries) {
        return line("now");
    }

    /** The original sends none. */
    @Override
    public String letter(boolean up, String why) {
        return "";
    }
}
