package org.backstay.vrrp.check;

import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.LineSpec;
import org.backstay.vrrp.packet.Checksum;
import org.jspecify.annotations.Nullable;

/** {@code PING_CHECK}: an echo request is answered (RFC 792, RFC 4443). */
final class PingProbe extends DatagramProbe {
    private static final int REQUEST = 8;
    private static final int REPLY = 0;
    private static final int REQUEST_6 = 128;
    private static final int REPLY_6 = 129;
    private static final int HEADER_BYTES = 8;
    private static final int PAYLOAD_BYTES = 56;
    private static final int CHECKSUM = 2;
    private static final int IDENTIFIER = 4;
    private static final int SEQUENCE = 6;

    private final int identifier;
    private int sequence;

    PingProbe(Node node, Kernel kernel, Service service, CheckerConfig.Target target) {
        super(node, kernel, LineSpec.Kind.ICMP, service, target);
        identifier = node.random().nextInt(1 << Character.SIZE);
    }

    @Override
    public void attempt(boolean up, Consumer<Outcome> done) {
        sequence++;
        ask(
                request(),
                new Question.Judge() {
                    @Override
                    public @Nullable Outcome answered(byte[] message) {
                        return isReply(message) ? Outcome.PASSED : null;
                    }

                    @Override
                    public Outcome refused() {
                        return Outcome.failed("failed");
                    }

                    @Override
                    public Outcome silent() {
                        return Outcome.failed("timeout");
                    }
                },
                done);
    }

    private byte[] request() {
        byte[] message = new byte[HEADER_BYTES + PAYLOAD_BYTES];
        boolean four = target.address().version() == 4;
        message[0] = (byte) (four ? REQUEST : REQUEST_6);
        put(message, IDENTIFIER, identifier);
        put(message, SEQUENCE, sequence);
        if (four) {
            put(
                    message,
                    CHECKSUM,
                    Checksum.finish(Checksum.sum(0, message, 0, message.length))); // the kernel does it for IPv6
        }
        return message;
    }

    private boolean isReply(byte[] message) {
        return message.length >= HEADER_BYTES
                && (message[0] & 0xff) == (target.address().version() == 4 ? REPLY : REPLY_6)
                && number(message, IDENTIFIER) == identifier
                && number(message, SEQUENCE) == (sequence & 0xffff);
    }

    private static void put(byte[] into, int at, int number) {
        into[at] = (byte) (number >> Byte.SIZE);
        into[at + 1] = (byte) number;
    }

    private static int number(byte[] from, int at) {
        return (from[at] & 0xff) << Byte.SIZE | (from[at + 1] & 0xff);
    }

    @Override
    public String passed() {
        return "ICMP connection to " + service.real() + " success.";
    }

    @Override
    public String failed(String why, int retries, boolean first) {
        String whose = first || retries == 0 ? "" : " of " + service.virtual();
        return "ICMP CHECK on service " + service.real() + whose + " failed" + Probe.after(retries, first);
    }

    @Override
    public String tried(String why, int count, int retries) {
        return why.equals("timeout")
                ? "ICMP connection to address " + service.real() + " timeout."
                : "ICMP connection to " + service.real() + " of " + service.virtual() + " failed.";
    }

    @Override
    public String letter(boolean up, String why) {
        return "=> ICMP CHECK " + (up ? "succeed" : "failed") + " on service <=";
    }
}
