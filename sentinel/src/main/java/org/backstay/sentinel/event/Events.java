package org.backstay.sentinel.event;

import org.backstay.node.Log;
import org.backstay.sentinel.model.Instance;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened. An event is a type, as {@code +sdown}, that is also the name of its channel, and a text that in most cases
 * begins with the instance: {@code <kind> <name> <ip> <port>}, for all but masters followed by {@code @ <master's name> <ip> <port>}.
 *
 * <p>Warnings about an instance also start its master's notification script.
 */
public final class Events {
    /** Where subscribers are. */
    @FunctionalInterface
    public interface Publisher {
        /** Sends a message to all who listen on the channel. */
        void publish(String channel, String message);
    }

    /** Where scripts are started. */
    @FunctionalInterface
    public interface Scripts {
        /** Runs a script with arguments as soon as possible. */
        void run(String script, String... arguments);
    }

    private final SentinelState state;
    private final Log log;
    private final Publisher publisher;
    private final Scripts scripts;

    /** Tells of the state to these. */
    public Events(SentinelState state, Log log, Publisher publisher, Scripts scripts) {
        this.state = state;
        this.log = log;
        this.publisher = publisher;
        this.scripts = scripts;
    }

    /** Something an operator must know happened to the instance. */
    public void warn(String type, Instance about) {
        tell(Log.Level.WARNING, type, about, identity(about));
    }

    /** The same, with more words after the instance. */
    public void warn(String type, Instance about, String more) {
        tell(Log.Level.WARNING, type, about, identity(about) + " " + more);
    }

    /** Something happened to the instance. */
    public void notice(String type, Instance about) {
        tell(Log.Level.NOTICE, type, about, identity(about));
    }

    /** The same, with more words after the instance. */
    public void notice(String type, Instance about, String more) {
        tell(Log.Level.NOTICE, type, about, identity(about) + " " + more);
    }

    /** Something of little interest happened to the instance. */
    public void verbose(String type, Instance about, String more) {
        tell(Log.Level.VERBOSE, type, about, identity(about) + " " + more);
    }

    /** An event whose text does not begin with the instance, if there is one at all. */
    public void tell(Log.Level level, String type, @Nullable Instance about, String text) {
        log.log(level, type + " " + text);
        if (level == Log.Level.DEBUG) {
            return;
        }
        publisher.publish(type, text);
        if (level == Log.Level.WARNING && about != null) {
            notifyOperator(about.master(), type, text);
        }
    }

    private void notifyOperator(MonitoredMaster master, String type, String text) {
        String script = master.notificationScript;
        if (script != null) {
            scripts.run(script, type, text);
        }
    }

    private String identity(Instance about) {
        String self = about.kind() + " " + about.name() + " " + state.shown(about.address) + " " + about.address.port();
        MonitoredMaster master = about.master();
        if (master == about) {
            return self;
        }
        return self + " @ " + master.name() + " " + state.shown(master.address) + " " + master.address.port();
    }
}
