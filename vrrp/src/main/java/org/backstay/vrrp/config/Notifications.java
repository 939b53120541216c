package org.backstay.vrrp.config;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of the transitions of an instance or group.
 *
 * @param scripts run at one event each
 * @param smtpAlert whether mail is sent
 * @param priorityChanges whether changes of priority are written to the FIFOs
 * @param deleted whether an instance that a reload removes is reported DELETED instead of FAULT
 */
public record Notifications(
        Map<Event, ScriptCommand> scripts, boolean smtpAlert, boolean priorityChanges, boolean deleted) {
    /** The events that have a script of their own. */
    public enum Event {
        /** {@code notify_master}. */
        MASTER,
        /** {@code notify_backup}. */
        BACKUP,
        /** {@code notify_fault}. */
        FAULT,
        /** {@code notify_stop}. */
        STOP,
        /** {@code notify_deleted}. */
        DELETED,
        /** {@code notify_master_rx_lower_pri}. */
        MASTER_RX_LOWER_PRI,
        /** {@code notify}: every transition, after the event's own script, with four more arguments. */
        ANY
    }

    /** Nobody is told. */
    public static final Notifications NONE = new Notifications(Map.of(), false, false, false);

    /** What a block says about notifications, while it is read. */
    static final class Builder {
        final Map<Event, ScriptCommand> scripts = new EnumMap<>(Event.class);

        @Nullable
        Boolean smtpAlert;

        @Nullable
        Boolean priorityChanges;

        boolean deleted;

        Notifications build(boolean alertByDefault, boolean prioritiesByDefault) {
            return new Notifications(
                    Map.copyOf(scripts),
                    smtpAlert == null ? alertByDefault : smtpAlert,
                    priorityChanges == null ? prioritiesByDefault : priorityChanges,
                    deleted);
        }

        void script(Event event, Words words) {
            ScriptCommand command = words.command();
            if (command != null) {
                scripts.put(event, command);
            }
        }

        void deleted(Words words) {
            deleted = true;
            if (words.count() > 0) {
                script(Event.DELETED, words);
            }
        }
    }
}
