package org.backstay.vrrp.check;

import org.backstay.node.Node;
import org.backstay.node.TransportSecurity;
import org.backstay.vrrp.config.CheckerConfig;
import org.jspecify.annotations.Nullable;

/** A probe that asks over a connection of its own, one for each attempt. */
abstract class ConnectedProbe implements Probe {
    final Node node;
    final Service service;
    final CheckerConfig.Target target;
    private @Nullable Connection connection;

    ConnectedProbe(Node node, Service service, CheckerConfig.Target target) {
        this.node = node;
        this.service = service;
        this.target = target;
    }

    /**
     * Begins a connection.
     *
     * @param security null for none
     */
    final void open(@Nullable TransportSecurity security, Connection.Talk talk) {
        connection = Connection.open(node, target, security, talk);
    }

    final void send(String text) {
        if (connection != null) {
            connection.send(text);
        }
    }

    @Override
    public final void cancel() {
        if (connection != null) {
            connection.close();
        }
    }
}
