package org.backstay.vrrp.notify;

import org.backstay.node.Node;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.Notifications;

/** Mails to operators. One connection per mail, a limit on how many are under way. Owned by the router's loop. */
public final class Mailer {
    private static final int MOST_UNDER_WAY = 64;

    private final Node node;
    private final GlobalSettings.Mail settings;
    private final String routerId;
    private final String host;
    private int underWay;

    /**
     * A mailer.
     *
     * @param routerId how this node is named in subjects
     * @param host this machine's name
     */
    public Mailer(Node node, GlobalSettings.Mail settings, String routerId, String host) {
        this.node = node;
        this.settings = settings;
        this.routerId = routerId;
        this.host = host;
    }

    /** An instance has another state. */
    public void instance(String name, Notifications.Event what) {
        String text = switch (what) {
            case MASTER -> "=> VRRP Instance is now owning VRRP VIPs <=";
            case BACKUP -> "=> VRRP Instance is no longer owning VRRP VIPs <=";
            default -> "=> VRRP Instance has entered the FAULT state <=";
        };
        mail("VRRP Instance " + name + " - Entering " + what + " state", text, what);
    }

    /** A group has another state. */
    public void group(String name, Notifications.Event what) {
        String text = switch (what) {
            case MASTER -> "=> All VRRP group instances are now in MASTER state <=";
            case BACKUP -> "=> All VRRP group instances are now in BACKUP state <=";
            default -> "=> All VRRP group instances are now in FAULT state <=";
        };
        mail("VRRP Group " + name + " - Entering " + what + " state", text, what);
    }

    /** A real server has something new. */
    public void realServer(String real, String virtual, boolean up, String text) {
        mail("Realserver " + real + " of virtual server " + virtual + " - " + (up ? "UP" : "DOWN"), text);
    }

    /** A virtual server has something new. */
    public void virtualServer(String virtual, boolean up, String text) {
        mail("Virtualserver " + virtual + " - " + (up ? "UP" : "DOWN"), text);
    }

    private void mail(String subject, String text, Notifications.Event what) {
        if (!settings.withoutFaults() || what != Notifications.Event.FAULT) {
            mail(subject, text);
        }
    }

    private void mail(String subject, String text) {
        if (settings.recipients().isEmpty() || settings.server() == null) {
            return;
        }
        if (underWay >= MOST_UNDER_WAY) {
            node.log().warning("Too many mails are under way, not sent: " + subject);
            return;
        }
        underWay++;
        String from = settings.from() == null ? "keepalived@" + host : settings.from();
        String helo = settings.helo() == null ? host : settings.helo();
        Letter letter = new Letter(
                from,
                settings.recipients(),
                "[" + routerId + "] " + subject,
                text,
                node.clock().millis());
        SmtpExchange.begin(node, settings.server(), settings.port(), settings.timeout(), helo, letter, failure -> {
            underWay--;
            if (failure != null) {
                node.log().warning("SMTP to " + settings.server() + ":" + settings.port() + ": " + failure);
            }
        });
    }
}
