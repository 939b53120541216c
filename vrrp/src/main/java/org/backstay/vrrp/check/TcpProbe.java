package org.backstay.vrrp.check;

import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.vrrp.config.CheckerConfig;
import org.jspecify.annotations.Nullable;

/** {@code TCP_CHECK}: a connection is opened, and closed again. */
final class TcpProbe implements Probe {
    private final Node node;
    private final Service service;
    private final CheckerConfig.Target target;
    private @Nullable Connection connection;

    TcpProbe(Node node, Service service, CheckerConfig.Target target) {
        this.node = node;
        this.service = service;
        this.target = target;
    }

    @Override
    public void attempt(boolean up, Consumer<Outcome> done) {
        connection = Connection.open(node, target, null, new Connection.Talk() {
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
    public void cancel() {
        if (connection != null) {
            connection.close();
        }
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
