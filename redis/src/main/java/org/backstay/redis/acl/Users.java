package org.backstay.redis.acl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.backstay.resp.command.AclCategory;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable;
import org.jspecify.annotations.Nullable;

/** The users of one server, of which one, the default user, is always there. Owned by the server's loop. */
public final class Users {
    /** The name of the user that clients are before they say who they are. */
    public static final String DEFAULT = "default";

    private final CommandTable<?> commands;
    private final RuleReader reader;
    private final BooleanSupplier allChannels;
    private final SortedMap<String, User> byName = new TreeMap<>();
    private final User standard;

    /**
     * Makes the default user, which may do everything.
     *
     * @param commands those that rules can name
     * @param allChannels whether new users may hear all channels
     */
    public Users(CommandTable<?> commands, BooleanSupplier allChannels) {
        this.commands = commands;
        this.reader = new RuleReader(commands);
        this.allChannels = allChannels;
        this.standard = new User(DEFAULT, true);
        standard.unlimit();
        byName.put(DEFAULT, standard);
    }

    /** The default user. */
    public User standard() {
        return standard;
    }

    /** Gives the default user this one password; an empty one means that it needs none. */
    public void standardPassword(String password) {
        standard.forgetPasswords(password.isEmpty());
        if (!password.isEmpty()) {
            standard.addPassword(User.hash(password.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    /** All of them, in the order of their names. */
    public Collection<User> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** The user of this name, or null. */
    public @Nullable User find(String name) {
        return byName.get(name);
    }

    /** The user of this name and password, or null when there is none that may come in so. */
    public @Nullable User authenticate(String name, byte[] password) {
        User user = byName.get(name);
        return user != null && user.admits(password) ? user : null;
    }

    /**
     * Makes a user or changes one: by all of the rules, or by none when one of them is wrong.
     *
     * @param change is told the user and, before it changes, what it becomes
     */
    public void set(String name, List<String> rules, BiConsumer<User, User> change) throws RuleException {
        if (RuleReader.hasBlanks(name)) {
            throw new RuleException("Usernames can't contain spaces or null characters");
        }
        User user = byName.get(name);
        User changed = user == null ? new User(name, allChannels.getAsBoolean()) : user.copy();
        for (String rule : joinSelectors(rules)) {
            try {
                reader.apply(changed, rule, allChannels.getAsBoolean());
            } catch (RuleException e) {
                throw new RuleException("Error in ACL SETUSER modifier '" + rule + "': " + e.getMessage());
            }
        }
        if (user == null) {
            byName.put(name, changed.copy());
            return;
        }
        change.accept(user, changed);
        user.become(changed);
    }

    /** A selector may be given in several words, from the one with the opening parenthesis to the one with the closing. */
    private static List<String> joinSelectors(List<String> rules) throws RuleException {
        List<String> joined = new ArrayList<>();
        String opening = null;
        StringBuilder selector = new StringBuilder();
        for (String rule : rules) {
            if (rule.startsWith("(") && !rule.endsWith(")")) {
                opening = rule;
                selector.setLength(0);
                selector.append(rule);
            } else if (opening == null) {
                joined.add(rule);
            } else {
                selector.append(' ').append(rule);
                if (rule.endsWith(")")) {
                    joined.add(selector.toString());
                    opening = null;
                }
            }
        }
        if (opening != null) {
            throw new RuleException("Unmatched parenthesis in acl selector starting at '" + opening + "'.");
        }
        return joined;
    }

    /** Deletes a user other than the default one, and returns it; null when there is none. */
    public @Nullable User delete(String name) {
        return name.equals(DEFAULT) ? null : byName.remove(name);
    }

    /** The rules of a selector's commands. */
    public String describeCommands(Selector selector) {
        return selector.commands().shown(commands);
    }

    /** All rules that make a user. */
    public String describe(User user) {
        StringBuilder text = new StringBuilder(String.join(" ", user.flags()));
        user.passwords().forEach(hash -> text.append(" #").append(hash));
        text.append(' ').append(describe(user.root()));
        user.furtherSelectors()
                .forEach(
                        selector -> text.append(" (").append(describe(selector)).append(')'));
        return text.toString();
    }

    private String describe(Selector selector) {
        String keys = selector.shownKeys();
        String channels = selector.shownChannels();
        return (keys.isEmpty() ? "" : keys + " ")
                + (selector.isForAllChannels() ? "&* " : "resetchannels " + (channels.isEmpty() ? "" : channels + " "))
                + describeCommands(selector);
    }

    /** The full names of a category's commands, or null when there is no such category. */
    public @Nullable List<String> commandsOf(String category) {
        AclCategory wanted = RuleReader.category(category);
        if (wanted == null) {
            return null;
        }
        return CategoryRules.all(commands).stream()
                .map(CommandTable.Entry::spec)
                .filter(spec -> spec.categories().contains(wanted))
                .map(CommandSpec::fullName)
                .toList();
    }
}
