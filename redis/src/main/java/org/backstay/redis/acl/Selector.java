package org.backstay.redis.acl;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.backstay.base.bytes.Glob;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.KeyPositions;
import org.jspecify.annotations.Nullable;

/** One set of rules: a command is allowed when one selector allows all of it, with its keys and channels. */
public final class Selector {
    private final CommandRights commands;
    private final Map<String, KeyPattern> keys = new LinkedHashMap<>();
    private final Map<String, Glob> channels = new LinkedHashMap<>();
    private boolean allKeys;
    private boolean allChannels;

    Selector(boolean allChannels) {
        this.commands = new CommandRights();
        this.allChannels = allChannels;
    }

    private Selector(Selector other) {
        commands = other.commands.copy();
        keys.putAll(other.keys);
        channels.putAll(other.channels);
        allKeys = other.allKeys;
        allChannels = other.allChannels;
    }

    Selector copy() {
        return new Selector(this);
    }

    CommandRights commands() {
        return commands;
    }

    void resetKeys(boolean all) {
        allKeys = all;
        keys.clear();
    }

    void resetChannels(boolean all) {
        allChannels = all;
        channels.clear();
    }

    boolean isForAllKeys() {
        return allKeys;
    }

    boolean isForAllChannels() {
        return allChannels;
    }

    void add(KeyPattern pattern) {
        keys.merge(pattern.text(), pattern, KeyPattern::and);
    }

    void addChannel(String pattern) {
        channels.computeIfAbsent(pattern, text -> Glob.of(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    boolean isUnrestricted() {
        return commands.allowsAll() && allKeys && allChannels;
    }

    /** The key rules as ACL GETUSER shows them. */
    public String shownKeys() {
        return allKeys ? "~*" : keys.values().stream().map(KeyPattern::rule).collect(Collectors.joining(" "));
    }

    /** The channel rules as ACL GETUSER shows them. */
    public String shownChannels() {
        return allChannels
                ? "&*"
                : channels.keySet().stream().map(pattern -> "&" + pattern).collect(Collectors.joining(" "));
    }

    /**
     * Why it does not allow the command, or null. Of one whose arguments do not say where all its keys are, those that are certain are looked at;
     * it will fail by those same arguments before it touches others.
     */
    @Nullable
    Denial check(CommandSpec spec, Request request, KeyPositions positions) {
        if (!commands.allows(spec, request)) {
            return Denial.OF_COMMAND;
        }
        if (!allKeys && !spec.keys().isEmpty()) {
            spec.keysOf(request, positions);
            for (int i = 0; i < positions.size(); i++) {
                int at = positions.get(i);
                if (!allowsKey(request.bytes(at), positions, i)) {
                    return new Denial(Denial.Reason.KEY, at);
                }
            }
        }
        return allChannels ? null : checkChannels(spec, request);
    }

    private boolean allowsKey(byte[] key, KeyPositions positions, int i) {
        for (KeyPattern pattern : keys.values()) {
            if (pattern.allows(key, positions.flags(i))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Denial checkChannels(CommandSpec spec, Request request) {
        int last = switch (spec.fullName()) {
            case "publish", "spublish" -> 1;
            case "subscribe", "ssubscribe", "psubscribe" -> request.size() - 1;
            default -> 0;
        };
        boolean pattern = spec.name().equals("psubscribe");
        for (int i = 1; i <= last; i++) {
            if (!allowsChannel(request.text(i), pattern)) {
                return new Denial(Denial.Reason.CHANNEL, i);
            }
        }
        return null;
    }

    /** Whether it allows a channel; a pattern of channels must be allowed literally, since what it matches can't be told. */
    boolean allowsChannel(String channel, boolean isPattern) {
        if (allChannels || isPattern) {
            return allChannels || channels.containsKey(channel);
        }
        byte[] name = channel.getBytes(StandardCharsets.ISO_8859_1);
        return channels.values().stream().anyMatch(glob -> glob.matches(name));
    }

    /** Whether every key may be read. */
    boolean readsAllKeys() {
        KeyPattern everything = keys.get("*");
        return allKeys || (everything != null && everything.read());
    }
}
