package org.backstay.vrrp.notify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.backstay.node.Log;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.Notifications;
import org.backstay.vrrp.config.ScriptCommand;
import org.backstay.vrrp.group.SyncGroup;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.instance.Observer;
import org.backstay.vrrp.instance.State;
import org.backstay.vrrp.script.ScriptRunner;

/** Tells scripts, FIFOs and people of every transition. Owned by the router's loop. */
public final class Notifier implements Observer {
    private static final Map<State, Notifications.Event> EVENTS = Map.of(
            State.MASTER, Notifications.Event.MASTER,
            State.BACKUP, Notifications.Event.BACKUP,
            State.FAULT, Notifications.Event.FAULT,
            State.STOPPED, Notifications.Event.STOP);

    private final ScriptRunner scripts;
    private final Log log;
    private final Map<GlobalSettings.Subject, FifoWriter> fifos = new EnumMap<>(GlobalSettings.Subject.class);
    private Mailer mailer;

    /** A notifier without FIFOs. */
    public Notifier(ScriptRunner scripts, Log log, Mailer mailer) {
        this.scripts = scripts;
        this.log = log;
        this.mailer = mailer;
    }

    /** From now on mails go so. */
    public void mailer(Mailer next) {
        mailer = next;
    }

    /** From now on these FIFOs are written to; those before are closed. */
    public void fifos(Map<GlobalSettings.Subject, FifoWriter> next) {
        fifos.values().forEach(FifoWriter::close);
        fifos.clear();
        fifos.putAll(next);
    }

    @Override
    public void entered(Instance instance, State state) {
        Notifications.Event what = EVENTS.get(state);
        if (what != null) {
            String name = instance.config().name();
            Notifications settings = instance.config().notifications();
            tell(new Event(Event.INSTANCE, name, what, instance.priority()), settings);
            if (settings.smtpAlert() && what != Notifications.Event.STOP) {
                mailer.instance(name, what);
            }
        }
    }

    /** A reload has removed an instance. */
    public void deleted(Instance instance) {
        Notifications settings = instance.config().notifications();
        Notifications.Event what = settings.deleted() ? Notifications.Event.DELETED : Notifications.Event.FAULT;
        tell(new Event(Event.INSTANCE, instance.config().name(), what, instance.priority()), settings);
    }

    @Override
    public void heardLowerPriority(Instance instance) {
        Event event = new Event(
                Event.INSTANCE, instance.config().name(), Notifications.Event.MASTER_RX_LOWER_PRI, instance.priority());
        ScriptCommand own = instance.config().notifications().scripts().get(event.what());
        if (own != null) {
            run(own, List.of());
        }
        write(event.line());
    }

    @Override
    public void priorityChanged(Instance instance) {
        if (instance.config().notifications().priorityChanges()) {
            String state = instance.state() == State.MASTER ? "MASTER_PRIORITY" : "BACKUP_PRIORITY";
            write("INSTANCE \"" + instance.config().name() + "\" " + state + " " + instance.priority() + "\n");
        }
    }

    /** A sync group has another state. */
    public void entered(SyncGroup group, State state) {
        Notifications.Event what = EVENTS.get(state);
        if (what != null) {
            Notifications settings = group.config().notifications();
            tell(new Event(Event.GROUP, group.config().name(), what, 0), settings);
            if (settings.smtpAlert()) {
                mailer.group(group.config().name(), what);
            }
        }
    }

    /** Writes the state of an instance to the FIFOs once more. */
    public void repeat(Instance instance) {
        Notifications.Event what = EVENTS.get(instance.state());
        if (what != null) {
            write(new Event(Event.INSTANCE, instance.config().name(), what, instance.priority()).line());
        }
    }

    private void tell(Event event, Notifications settings) {
        ScriptCommand own = settings.scripts().get(event.what());
        if (own != null) {
            run(own, List.of());
        }
        ScriptCommand any = settings.scripts().get(Notifications.Event.ANY);
        if (any != null) {
            run(any, List.of(event.kind(), event.name(), event.what().name(), Integer.toString(event.priority())));
        }
        write(event.line());
    }

    /** Runs a script with more arguments behind its own. */
    void run(ScriptCommand command, List<String> more) {
        List<String> words = new ArrayList<>(command.command());
        words.addAll(more);
        scripts.start(new ScriptCommand(words, command.user(), command.group()), code -> {
            if (code != 0) {
                log.notice("Notify script " + words.getFirst() + " ended with " + code);
            }
        });
    }

    private void write(String line) {
        write(GlobalSettings.Subject.ROUTERS, line);
    }

    /** Writes a line to the FIFOs that hear of a subject. */
    void write(GlobalSettings.Subject subject, String line) {
        for (GlobalSettings.Subject each : List.of(GlobalSettings.Subject.ALL, subject)) {
            FifoWriter fifo = fifos.get(each);
            if (fifo != null && !fifo.write(line)) {
                log.warning("A notify FIFO is full, lost: " + line.strip());
            }
        }
    }

    /** Through whom mails go now. */
    Mailer mailer() {
        return mailer;
    }
}
