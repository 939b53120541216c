package org.backstay.vrrp.check;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.config.ProbeConfig;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.LineSpec;
import org.jspecify.annotations.Nullable;

/** {@code DNS_CHECK}: a question is answered without an error (RFC 1035, 4.1). */
final class DnsProbe extends DatagramProbe {
    private static final int HEADER_BYTES = 12;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x80;
    private static final int RESPONSE_CODE = 0xf;
    private static final int FLAGS = 2;
    private static final int CLASS_INTERNET = 1;

    private final ProbeConfig.Dns config;

    DnsProbe(Node node, Kernel kernel, Service service, CheckerConfig.Target target, ProbeConfig.Dns config) {
        super(node, kernel, LineSpec.Kind.UDP, service, target);
        this.config = config;
    }

    @Override
    public void attempt(boolean up, Consumer<Outcome> done) {
        int identifier = node.random().nextInt(1 << Character.SIZE);
        ask(
                query(identifier),
                new Question.Judge() {
                    @Override
                    public @Nullable Outcome answered(byte[] message) {
                        return judged(message, identifier);
                    }

                    @Override
                    public Outcome refused() {
                        return Outcome.failed("connection failure.");
                    }

                    @Override
                    public Outcome silent() {
                        return Outcome.failed("read timeout from socket");
                    }
                },
                done);
    }

    private byte[] query(int identifier) {
        ByteArrayOutputStream query = new ByteArrayOutputStream();
        for (int each : new int[] {identifier, RECURSION_DESIRED, 1, 0, 0, 0}) {
            number(query, each);
        }
        if (!config.name().isEmpty()) {
            for (String label : config.name().split("\\.", -1)) {
                query.write(label.length());
                query.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        query.write(0);
        number(query, config.type());
        number(query, CLASS_INTERNET);
        return query.toByteArray();
    }

    private static void number(ByteArrayOutputStream into, int number) {
        into.write(number >> Byte.SIZE);
        into.write(number);
    }

    private static @Nullable Outcome judged(byte[] message, int identifier) {
        if (message.length < HEADER_BYTES
                || ((message[0] & 0xff) << Byte.SIZE | (message[1] & 0xff)) != identifier
                || (message[FLAGS] & RESPONSE) == 0) {
            return null;
        }
        int code = message[FLAGS + 1] & RESPONSE_CODE;
        return code == 0 ? Outcome.PASSED : Outcome.failed("read error occurred. (rcode = " + code + ")");
    }

    @Override
    public String passed() {
        return "DNS_CHECK (" + service.real() + ") succeed on service.";
    }

    @Override
    public String failed(String why, int retries, boolean first) {
        return "DNS_CHECK (" + service.real() + ") " + why + (first ? "" : " after " + retries + " retries");
    }

    @Override
    public String tried(String why, int count, int retries) {
        return "DNS_CHECK (" + service.real() + ") " + why;
    }

    @Override
    public String letter(boolean up, String why) {
        return "=> DNS_CHECK: " + (up ? "succeed" : "failed") + " on service <=";
    }
}
