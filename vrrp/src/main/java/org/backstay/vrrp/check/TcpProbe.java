package org.backstay.vrrp.check;

import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.vrrp.config.CheckerConfig;

/** {@code TCP_CHECK}: a connection is opened, and closed again. */
final class TcpProbe extends ConnectedProbe {
    TcpProbe(Node node, Service service, CheckerConfig.Target target) {
        super(node, service, target);
    }

    @Override
    public void attempt(boolean up, Consumer<Outcome> done) {
        open(null, new Connection.Talk() {
            @Override
            public void connected() {
                cancel();
                done.accept(Outcome.PASSED);
            }

            @Override
            public void failed(Connection.Trouble how) {
                done.accept(Outcome.failed(how == Connection.Trouble.CONNECT_TIMEOUT ? "timeout" : "failed"));
            }
        });
    }

    @Override
    public String passed() {
        return "TCP connection to " + service.real() + " success.";
    }

    @Override
    public String failed(String why, int retries, boolean first) {
        return "TCP_CHECK on service " + service.real() + " failed" + Probe.after(retries, first);
    }

    @Override
    public String tried(String why, int count, int retries) {
        return "TCP connection to " + service.real() + " " + why + ".";
    }

    @Override
    public String letter(boolean up, String why) {
        return "=> TCP CHECK " + (up ? "succeed" : "failed") + " on service <=";
    }
}
