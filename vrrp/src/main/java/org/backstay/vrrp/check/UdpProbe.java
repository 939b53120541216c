package org.backstay.vrrp.check;

import java.util.List;
import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.config.ProbeConfig;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.LineSpec;

/** {@code UDP_CHECK}: nobody says that the server is unreachable; where a reply is required, it comes and is as it should be. */
final class UdpProbe extends DatagramProbe {
    private static final int RANDOM_BYTES = 32;

    private final ProbeConfig.Udp config;

    UdpProbe(Node node, Kernel kernel, Service service, CheckerConfig.Target target, ProbeConfig.Udp config) {
        super(node, kernel, LineSpec.Kind.UDP, service, target);
        this.config = config;
    }

    @Override
    public void attempt(boolean up, Consumer<Outcome> done) {
        ask(
                payload(),
                new Question.Judge() {
                    @Override
                    public Outcome answered(byte[] message) {
                        return !config.replyRequired() || isExpected(message)
                                ? Outcome.PASSED
                                : Outcome.failed("mismatch");
                    }

                    @Override
                    public Outcome refused() {
                        return Outcome.failed("failed");
                    }

                    @Override
                    public Outcome silent() {
                        return config.replyRequired() ? Outcome.failed("failed") : Outcome.PASSED;
                    }
                },
                done);
    }

    private byte[] payload() {
        List<Byte> given = config.payload();
        byte[] bytes = new byte[given.isEmpty() ? RANDOM_BYTES : given.size()];
        if (given.isEmpty()) {
            node.random().nextBytes(bytes);
            return bytes;
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = given.get(i);
        }
        return bytes;
    }

    private boolean isExpected(byte[] message) {
        if (message.length < config.leastLength() || message.length > config.mostLength()) {
            return false;
        }
        for (int i = 0; i < Math.min(message.length, config.reply().size()); i++) {
            if (((message[i] ^ config.reply().get(i)) & config.replyMask().get(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String passed() {
        return "UDP connection to " + service.real() + " success.";
    }

    @Override
    public String failed(String why, int retries, boolean first) {
        return "UDP_CHECK on service " + service.real() + " failed" + Probe.after(retries, first);
    }

    @Override
    public String tried(String why, int count, int retries) {
        return why.equals("mismatch")
                ? "UDP check to " + service.real() + " reply data mismatch."
                : "UDP connection to " + service.real() + " failed.";
    }

    @Override
    public String letter(boolean up, String why) {
        return "=> UDP CHECK " + (up ? "succeed" : "failed") + " on service <=";
    }
}
