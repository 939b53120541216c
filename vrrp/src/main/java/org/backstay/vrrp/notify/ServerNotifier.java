package org.backstay.vrrp.notify;

import java.util.List;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.RealServerConfig;
import org.backstay.vrrp.config.ScriptCommand;
import org.backstay.vrrp.config.VirtualServerConfig;
import org.backstay.vrrp.pool.Audience;
import org.jspecify.annotations.Nullable;

/** Tells scripts, FIFOs and people what becomes of virtual and real servers. Owned by the router's loop. */
public final class ServerNotifier implements Audience {
    private final Notifier notifier;

    /** Tells by the scripts, FIFOs and mails of another. */
    public ServerNotifier(Notifier notifier) {
        this.notifier = notifier;
    }

    @Override
    public void server(VirtualServerConfig virtual, RealServerConfig real, boolean up) {
        run(up ? real.notifyUp() : real.notifyDown());
        write("RS " + real.name() + " " + virtual.name() + " " + word(up));
    }

    @Override
    public void quorum(VirtualServerConfig virtual, boolean up) {
        run(up ? virtual.quorumUp() : virtual.quorumDown());
        write("VS " + virtual.name() + " " + word(up));
    }

    @Override
    public void mail(VirtualServerConfig virtual, RealServerConfig real, boolean up, String text) {
        notifier.mailer().realServer(real.name(), virtual.name(), up, text);
    }

    @Override
    public void mail(VirtualServerConfig virtual, boolean up, String text) {
        notifier.mailer().virtualServer(virtual.name(), up, text);
    }

    private void run(@Nullable ScriptCommand script) {
        if (script != null) {
            notifier.run(script, List.of());
        }
    }

    private void write(String line) {
        notifier.write(GlobalSettings.Subject.SERVERS, line + "\n");
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
