package org.backstay.vrrp.notify;

import org.backstay.vrrp.config.Notifications;

/**
 * Something that others are told of.
 *
 * @param kind {@code INSTANCE} or {@code GROUP}
 * @param name of the instance or group
 * @param what {@code MASTER}, {@code BACKUP}, {@code FAULT}, {@code STOP}, {@code DELETED}, {@code MASTER_RX_LOWER_PRI}
 * @param priority of the instance now; 0 for a group
 */
record Event(String kind, String name, Notifications.Event what, int priority) {
    static final String INSTANCE = "INSTANCE";
    static final String GROUP = "GROUP";

    /** The line that goes to a FIFO. */
    String line() {
        return kind + " \"" + name + "\" " + what + " " + priority + "\n";
    }
}
