package org.backstay.sentinel.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.SentinelRows;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Link;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/** SENTINEL SET name option value ...: changes how one master is watched. */
final class SetCommand {
    private static final String DENIED = "Reconfiguration of scripts path is denied for security reasons. Check the "
            + "deny-scripts-reconfig configuration directive in your Sentinel configuration";

    /** An option could not be set; the message is the error's text without its code. */
    private static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /** The words of one option, from its name on. */
    private record Words(Request request, int at) {
        String option() {
            return request.text(at);
        }

        String value(int i) {
            return request.text(at + i);
        }

        Refused badValue(int i) {
            return new Refused("Invalid argument '" + value(i) + "' for SENTINEL SET '" + option() + "'");
        }
    }

    @FunctionalInterface
    private interface Setter {
        void set(MonitoredMaster master, Words words);
    }

    private record Option(int values, Setter setter) {}

    private final SentinelState state;
    private final Events events;
    private final StateFile file;
    private final Predicate<String> executable;
    private final Map<String, Option> options = new LinkedHashMap<>();

    SetCommand(SentinelState state, Events events, StateFile file, Predicate<String> executable) {
        this.state = state;
        this.events = events;
        this.file = file;
        this.executable = executable;
        number("down-after-milliseconds", 1, MonitoredMaster::downAfter);
        number("failover-timeout", 1, (m, value) -> m.failoverTimeout = value);
        number("parallel-syncs", 1, (m, value) -> m.parallelSyncs = (int) value);
        number("quorum", 1, (m, value) -> m.quorum = (int) value);
        number("master-reboot-down-after-period", 0, (m, value) -> m.rebootDownAfter = value);
        option("notification-script", 1, (m, w) -> m.notificationScript = script(w, "Notification"));
        option("client-reconfig-script", 1, (m, w) -> m.clientReconfigScript = script(w, "Client reconfiguration"));
        login("auth-pass", (m, value) -> m.authPass = value);
        login("auth-user", (m, value) -> m.authUser = value);
        option("rename-command", 2, SetCommand::renameCommand);
    }

    void bind(CommandTable<Handler> table) {
        table.on(SentinelRows.SENTINEL_SET, this::set);
    }

    private void option(String name, int values, Setter setter) {
        options.put(name, new Option(values, setter));
    }

    private void number(String name, int least, ObjLongConsumer<MonitoredMaster> setter) {
        option(name, 1, (master, words) -> {
            Request request = words.request;
            boolean fits = request.parseLong(words.at + 1)
                    && request.parsed() >= least
                    && request.parsed() <= Integer.MAX_VALUE;
            if (!fits) {
                throw words.badValue(1);
            }
            setter.accept(master, request.parsed());
        });
    }

    private interface LoginSetter {
        void set(MonitoredMaster master, @Nullable String value);
    }

    /** Who connects in another way from now on connects anew. */
    private void login(String name, LoginSetter setter) {
        option(name, 1, (master, words) -> {
            setter.set(master, words.value(1).isEmpty() ? null : words.value(1));
            Consumer<Link> close = Link::close;
            close.accept(master.link);
            master.replicas.values().forEach(replica -> close.accept(replica.link));
        });
    }

    private @Nullable String script(Words words, String kind) {
        if (state.settings.denyScriptsReconfig) {
            throw new Refused(DENIED);
        }
        String path = words.value(1);
        if (path.isEmpty()) {
            return null;
        }
        if (!executable.test(path)) {
            throw new Refused(kind + " script seems non existing or non executable");
        }
        return path;
    }

    private static void renameCommand(MonitoredMaster master, Words words) {
        String from = words.value(1);
        String to = words.value(2);
        if (from.isEmpty() || to.isEmpty()) {
            throw words.badValue(to.isEmpty() ? 2 : 1);
        }
        master.renamedCommands.remove(from);
        if (!from.equalsIgnoreCase(to)) {
            master.renamedCommands.put(from, to);
        }
    }

    private void set(Client client, Request request) {
        MonitoredMaster master = QueryCommands.master(state, client, request.text(2));
        if (master == null) {
            return;
        }
        boolean changed = false;
        try {
            int at = 3;
            while (at < request.size()) {
                Option option = options.get(request.text(at).toLowerCase(Locale.ROOT));
                if (option == null || at + option.values >= request.size()) {
                    throw new Refused(
                            "Unknown option or number of arguments for SENTINEL SET '" + request.text(at) + "'");
                }
                Words words = new Words(request, at);
                option.setter.set(master, words);
                changed = true;
                tell(master, words, option.values);
                at += 1 + option.values;
            }
        } catch (Refused refused) {
            client.reply().error("ERR " + refused.getMessage());
            if (changed) {
                file.save();
            }
            return;
        }
        ActionCommands.saveAndReply(file, client);
    }

    private void tell(MonitoredMaster master, Words words, int values) {
        boolean secret = words.option().equalsIgnoreCase("auth-pass");
        StringBuilder text = new StringBuilder(words.option());
        for (int i = 1; i <= values; i++) {
            text.append(' ').append(secret ? "******" : words.value(i));
        }
        events.warn("+set", master, text.toString());
    }
}
