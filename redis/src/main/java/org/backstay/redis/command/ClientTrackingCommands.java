package org.backstay.redis.command;

import static org.backstay.resp.command.ConnectionRows.CLIENT_CACHING;
import static org.backstay.resp.command.ConnectionRows.CLIENT_GETREDIR;
import static org.backstay.resp.command.ConnectionRows.CLIENT_TRACKING;
import static org.backstay.resp.command.ConnectionRows.CLIENT_TRACKINGINFO;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.backstay.base.bytes.ByteString;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.ClientTracking;
import org.backstay.redis.server.ClientTracking.Options;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.Tracking;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** CLIENT TRACKING and what belongs to it. */
final class ClientTrackingCommands {
    private ClientTrackingCommands() {}

    /** Binds the subcommands, behind their container. */
    static void bind(Handlers handlers) {
        handlers.on(CLIENT_TRACKING, ClientTrackingCommands::tracking)
                .on(CLIENT_CACHING, ClientTrackingCommands::caching)
                .on(CLIENT_GETREDIR, ClientTrackingCommands::getredir)
                .on(CLIENT_TRACKINGINFO, ClientTrackingCommands::trackinginfo);
    }

    /** {@code CLIENT TRACKING ON|OFF [REDIRECT id] [PREFIX prefix]... [BCAST] [OPTIN] [OPTOUT] [NOLOOP]}. */
    private static void tracking(Call call) {
        Request request = call.request();
        Set<ByteString> prefixes = new LinkedHashSet<>();
        List<ByteString> given = new ArrayList<>();
        Options options = parse(call, given);
        if (request.is(2, "off")) {
            call.server().tracking().disable(call.client());
        } else if (request.is(2, "on")) {
            check(call.client().tracking(), options, given);
            prefixes.addAll(given);
            if (options.broadcast() && given.isEmpty()) {
                prefixes.add(ByteString.EMPTY);
            }
            call.server().tracking().enable(call.client(), options, prefixes);
        } else {
            throw Arguments.syntax();
        }
        call.reply().ok();
    }

    private static Options parse(Call call, List<ByteString> prefixes) {
        Request request = call.request();
        Options options = new Options(0, false, false, false, false);
        for (int i = 3; i < request.size(); i++) {
            boolean more = i + 1 < request.size();
            if (request.is(i, "redirect") && more) {
                if (options.redirect() != 0) {
                    throw new CommandException("ERR A client can only redirect to a single other client");
                }
                options = options.redirectedTo(existing(call, ++i));
            } else if (request.is(i, "prefix") && more) {
                prefixes.add(Arguments.byteString(request, ++i));
            } else {
                options = flag(options, request, i);
            }
        }
        return options;
    }

    private static Options flag(Options options, Request request, int i) {
        boolean broadcast = request.is(i, "bcast");
        boolean optIn = request.is(i, "optin");
        boolean optOut = request.is(i, "optout");
        boolean noLoop = request.is(i, "noloop");
        if (!broadcast && !optIn && !optOut && !noLoop) {
            throw Arguments.syntax();
        }
        return new Options(
                options.redirect(),
                options.broadcast() || broadcast,
                options.optIn() || optIn,
                options.optOut() || optOut,
                options.noLoop() || noLoop);
    }

    private static long existing(Call call, int argument) {
        long id = Arguments.integer(call.request(), argument);
        if (call.server().clients().byId(id) == null) {
            throw new CommandException("ERR The client ID you want redirect to does not exist");
        }
        return id;
    }

    /** Whether the options agree with each other and with those in force. */
    private static void check(@Nullable ClientTracking before, Options options, List<ByteString> prefixes) {
        if (!options.broadcast() && !prefixes.isEmpty()) {
            throw new CommandException("ERR PREFIX option requires BCAST mode to be enabled");
        }
        if (before != null && before.options().broadcast() != options.broadcast()) {
            throw new CommandException(
                    "ERR You can't switch BCAST mode on/off before disabling tracking for this client, "
                            + "and then re-enabling it with a different mode.");
        }
        if (options.broadcast() && (options.optIn() || options.optOut())) {
            throw new CommandException("ERR OPTIN and OPTOUT are not compatible with BCAST");
        }
        if (options.optIn() && options.optOut()) {
            throw new CommandException("ERR You can't specify both OPTIN mode and OPTOUT mode");
        }
        if (before != null
                && ((options.optIn() && before.options().optOut())
                        || (options.optOut() && before.options().optIn()))) {
            throw new CommandException(
                    "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, "
                            + "and then re-enabling it with a different mode.");
        }
        checkOverlaps(before == null ? Set.of() : before.prefixes(), prefixes);
    }

    private static void checkOverlaps(Set<ByteString> before, List<ByteString> prefixes) {
        for (int i = 0; i < prefixes.size(); i++) {
            ByteString prefix = prefixes.get(i);
            for (ByteString existing : before) {
                if (overlap(prefix, existing)) {
                    throw overlapping(prefix, "an existing", existing);
                }
            }
            for (ByteString other : prefixes.subList(i + 1, prefixes.size())) {
                if (overlap(prefix, other)) {
                    throw overlapping(prefix, "another provided", other);
                }
            }
        }
    }

    private static boolean overlap(ByteString one, ByteString other) {
        return Tracking.startsWith(one, other) || Tracking.startsWith(other, one);
    }

    private static CommandException overlapping(ByteString prefix, String which, ByteString other) {
        return new CommandException("ERR Prefix '" + prefix + "' overlaps with " + which + " prefix '" + other
                + "'. Prefixes for a single client must not overlap.");
    }

    private static void caching(Call call) {
        ClientTracking tracking = call.client().tracking();
        if (tracking == null) {
            throw new CommandException("ERR CLIENT CACHING can be called only when the client is in tracking mode "
                    + "with OPTIN or OPTOUT mode enabled");
        }
        boolean yes = call.request().is(2, "yes");
        if (!yes && !call.request().is(2, "no")) {
            throw Arguments.syntax();
        }
        if (yes && !tracking.options().optIn()) {
            throw new CommandException("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
        }
        if (!yes && !tracking.options().optOut()) {
            throw new CommandException("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
        }
        tracking.cachingGiven(true);
        call.reply().ok();
    }

    private static void getredir(Call call) {
        ClientTracking tracking = call.client().tracking();
        call.reply().integer(tracking == null ? -1 : tracking.options().redirect());
    }

    private static void trackinginfo(Call call) {
        ClientTracking tracking = call.client().tracking();
        List<String> flags = flags(tracking);
        call.reply().map(3);
        call.reply().bulk("flags");
        call.reply().set(flags.size());
        flags.forEach(call.reply()::bulk);
        call.reply().bulk("redirect");
        call.reply().integer(tracking == null ? -1 : tracking.options().redirect());
        call.reply().bulk("prefixes");
        Set<ByteString> prefixes = tracking == null ? Set.of() : tracking.prefixes();
        call.reply().array(prefixes.size());
        prefixes.forEach(prefix -> call.reply().bulk(prefix.array()));
    }

    private static List<String> flags(@Nullable ClientTracking tracking) {
        if (tracking == null) {
            return List.of("off");
        }
        Options options = tracking.options();
        List<String> flags = new ArrayList<>(List.of("on"));
        if (options.broadcast()) {
            flags.add("bcast");
        }
        if (options.optIn()) {
            flags.add("optin");
        }
        if (options.optIn() && tracking.isCachingGiven()) {
            flags.add("caching-yes");
        }
        if (options.optOut()) {
            flags.add("optout");
        }
        if (options.optOut() && tracking.isCachingGiven()) {
            flags.add("caching-no");
        }
        if (options.noLoop()) {
            flags.add("noloop");
        }
        if (tracking.isRedirectBroken()) {
            flags.add("broken_redirect");
        }
        return flags;
    }
}
