package org.backstay.vrrp.check;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.vrrp.config.CheckerConfig;

/** {@code SMTP_CHECK}: the server greets, answers HELO and says good-bye (RFC 5321). */
final class SmtpProbe extends ConnectedProbe {
    /** What is waited for. */
    private enum Step {
        BANNER,
        HELO,
        QUIT
    }

    private static final int LONGEST_LINE = 4_096;

    private final String helo;

    SmtpProbe(Node node, Service service, CheckerConfig.Target target, String helo) {
        super(node, service, target);
        this.helo = helo;
    }

    @Override
    public void attempt(boolean up, Consumer<Outcome> done) {
        open(null, new Dialogue(done));
    }

    /** The lines of one attempt. */
    private final class Dialogue implements Connection.Talk {
        private final Consumer<Outcome> done;
        private final StringBuilder line = new StringBuilder();
        private Step step = Step.BANNER;
        private boolean ended;

        Dialogue(Consumer<Outcome> done) {
            this.done = done;
        }

        @Override
        public void connected() {
            // The server speaks first.
        }

        @Override
        public void received(ByteBuf bytes) {
            line.append(bytes.toString(StandardCharsets.ISO_8859_1));
            for (int end = line.indexOf("\n"); end >= 0 && !ended; end = line.indexOf("\n")) {
                String read = line.substring(0, end).strip();
                line.delete(0, end + 1);
                answered(read);
            }
            if (line.length() > LONGEST_LINE && !ended) {
                end(Outcome.failed("Buffer overflow reading from server " + target));
            }
        }

        private void answered(String read) {
            if (read.length() > 3 && read.charAt(3) == '-') {
                return;
            }
            switch (step) {
                case BANNER -> next(read, "220", "Bad greeting banner from server ", Step.HELO, "HELO " + helo);
                case HELO -> next(read, "250", "Bad HELO response from server ", Step.QUIT, "QUIT");
                case QUIT -> end(Outcome.PASSED);
            }
        }

        private void next(String read, String wanted, String complaint, Step following, String command) {
            boolean good = read.startsWith(wanted) && (read.length() == 3 || read.charAt(3) == ' ');
            if (!good) {
                end(Outcome.failed(complaint + target));
                return;
            }
            step = following;
            send(command + "\r\n");
        }

        @Override
        public void closed() {
            end(Outcome.failed("Read failure from server " + target));
        }

        @Override
        public void failed(Connection.Trouble how) {
            String what = switch (how) {
                case REFUSED, HANDSHAKE -> "Could not connect to server ";
                case CONNECT_TIMEOUT -> "Connection timeout to server ";
                case SILENCE -> "Read timeout from server ";
                case BROKEN -> "Read failure from server ";
            };
            end(Outcome.failed(what + target));
        }

        private void end(Outcome outcome) {
            ended = true;
            cancel();
            done.accept(outcome);
        }
    }

    @Override
    public String passed() {
        return "Remote SMTP server " + service.real() + " succeed on service.";
    }

    @Override
    public String failed(String why, int retries, boolean first) {
        return "SMTP_CHECK " + why;
    }

    @Override
    public String tried(String why, int count, int retries) {
        return "SMTP_CHECK " + why;
    }

    @Override
    public String letter(boolean up, String why) {
        return up ? "=> CHECK succeed on service <=" : "=> CHECK failed on service : " + why + " <=";
    }
}
