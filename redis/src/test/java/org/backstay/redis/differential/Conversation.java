package org.backstay.redis.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The connections of a sequence. One that is alone sends many commands at once; several take turns, and a command of one that waits is
 * answered when another has done what it waits for.
 */
final class Conversation implements AutoCloseable {
    private static final long PAUSE_NANOS = 50_000;
    private static final long PATIENCE_SECONDS = 20;

    private final int port;
    private final Client control;
    private final List<Client> clients = new ArrayList<>();
    private final List<Observed> answers = new ArrayList<>();

    /** The command that each client waits with, if it does. */
    private final List<List<Step>> waiting = new ArrayList<>();

    Conversation(int port, Client control) throws IOException {
        this.port = port;
        this.control = control;
        client(0);
    }

    private Client client(int number) throws IOException {
        while (clients.size() <= number) {
            clients.add(new Client(port));
            waiting.add(new ArrayList<>());
        }
        return clients.get(number);
    }

    /** What was answered to these commands, and to earlier ones that waited. */
    List<Observed> say(List<Step> steps) throws IOException {
        if (steps.stream().allMatch(step -> step.client() == 0)) {
            return clients.getFirst().say(steps);
        }
        answers.clear();
        for (Step step : steps) {
            Client client = client(step.client());
            if (waiting.get(step.client()).isEmpty()) {
                client.send(step);
                waiting.get(step.client()).add(step);
                awaitAnswer(step.client());
                awaitOthers();
            }
        }
        return List.copyOf(answers);
    }

    private int waitingClients() {
        return (int) waiting.stream().filter(steps -> !steps.isEmpty()).count();
    }

    private int blocked() throws IOException {
        String line = control.say("INFO", "clients")
                .text()
                .lines()
                .filter(each -> each.startsWith("blocked_clients:"))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.substring(line.indexOf(':') + 1));
    }

    /** Until the client was answered, or is the one that waits in addition to the others. */
    private void awaitAnswer(int number) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!clients.get(number).hasMore() && blocked() < waitingClients()) {
            pause(end);
        }
        if (clients.get(number).hasMore()) {
            answers.add(take(number));
        }
    }

    /** Until as many have been answered as the server has served. */
    private void awaitOthers() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int left = blocked();
        List<Observed> late = new ArrayList<>();
        while (waitingClients() > left) {
            for (int i = 0; i < clients.size(); i++) {
                if (!waiting.get(i).isEmpty() && clients.get(i).hasMore()) {
                    late.add(take(i));
                }
            }
            pause(end);
        }
        late.sort(Comparator.comparingInt(answer -> answer.step().client()));
        answers.addAll(late);
    }

    private Observed take(int number) throws IOException {
        return new Observed(
                waiting.get(number).removeFirst(), clients.get(number).next());
    }

    private static void pause(long end) throws IOException {
        if (System.nanoTime() > end) {
            throw new IOException("a client was neither answered nor does it wait");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }
}
