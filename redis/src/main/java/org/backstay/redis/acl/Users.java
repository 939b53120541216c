package org.backstay.redis.acl;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.backstay.resp.command.AclCategory;
import org.backstay.resp.command.CommandCatalogue;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable;
import org.jspecify.annotations.Nullable;

/** The users of one server, of which one, the default user, is always there. Owned by the server's loop. */
public final class Users {
    /** The name of the user that clients are before they say who they are. */
    public static final String DEFAULT = "default";

    /** All that there are, those too that this server does not serve: rules are written for the original as well. */
    private static final CommandTable<Boolean> COMMANDS = commands();

    private final RuleReader reader;
    private final BooleanSupplier allChannels;
    private final SortedMap<String, User> byName = new TreeMap<>();
    private final User standard;

    /**
     * Makes the default user, which may do everything.
     *
     * @param allChannels whether new users may hear all channels
     */
    public Users(BooleanSupplier allChannels) {
        this.reader = new RuleReader(COMMANDS);
        this.allChannels = allChannels;
        this.standard = unlimited(DEFAULT);
        byName.put(DEFAULT, standard);
    }

    private static CommandTable<Boolean> commands() {
        CommandTable<Boolean> all = new CommandTable<>();
        CommandCatalogue.SERVER.forEach(row -> all.on(row, true));
        return all;
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
        User changed = user == null ? fresh(name) : user.copy();
        apply(changed, rules, rule -> "Error in ACL SETUSER modifier '" + rule + "': ");
        if (user == null) {
            byName.put(name, changed.copy());
            return;
        }
        change.accept(user, changed);
        user.become(changed);
    }

    private User fresh(String name) {
        return new User(name, allChannels.getAsBoolean());
    }

    private void apply(User user, List<String> rules, UnaryOperator<String> introduction) throws RuleException {
        for (String rule : RuleReader.joinSelectors(rules)) {
            try {
                reader.apply(user, rule, allChannels.getAsBoolean());
            } catch (RuleException e) {
                throw new RuleException(introduction.apply(rule) + e.getMessage());
            }
        }
    }

    /** Makes the user that redis.conf declares; the default user, too, has no right then but those. */
    public void declare(String name, List<String> rules) throws RuleException {
        if (RuleReader.hasBlanks(name)) {
            throw new RuleException("Spaces not allowed in ACL usernames");
        }
        User user = fresh(name);
        if (name.equals(DEFAULT)) {
            user.sanitize(true); // as the rule "reset" leaves it, with which the original begins here
        }
        apply(user, rules, rule -> "Error loading ACL rule '" + rule + "' for the user named '" + name + "': ");
        put(user);
    }

    private void put(User user) {
        if (user.name().equals(DEFAULT)) {
            standard.become(user);
        } else {
            byName.put(user.name(), user.copy());
        }
    }

    /** Finds out whether a user could be declared so, before there is a server. */
    public static void check(String name, List<String> rules) throws RuleException {
        new Users(() -> false).declare(name, rules);
    }

    /**
     * Replaces all users by those of a text, one a line; nothing changes when a line is wrong. A default user that the text does not know may do
     * everything.
     *
     * @param file where the text stands, for errors
     * @param change is told the default user and, before it changes, what it becomes
     */
    public void replace(String file, String text, BiConsumer<User, User> change) throws RuleException {
        SortedMap<String, User> users = new UserLines(reader, file, allChannels.getAsBoolean()).read(text);
        User becomes = users.computeIfAbsent(DEFAULT, Users::unlimited);
        change.accept(standard, becomes);
        byName.keySet().retainAll(Set.of(DEFAULT));
        users.values().forEach(this::put);
    }

    private static User unlimited(String name) {
        User user = new User(name, true);
        user.unlimit();
        return user;
    }

    /** All users as {@link #replace} reads them. */
    public String text() {
        return byName.values().stream().map(user -> line(user) + "\n").collect(Collectors.joining());
    }

    /** The line that makes a user. */
    public String line(User user) {
        return "user " + user.name() + " " + describe(user);
    }

    /** Deletes a user other than the default one, and returns it; null when there is none. */
    public @Nullable User delete(String name) {
        return name.equals(DEFAULT) ? null : byName.remove(name);
    }

    /** The rules of a selector's commands. */
    public String describeCommands(Selector selector) {
        return selector.commands().shown(COMMANDS);
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
        return CategoryRules.all(COMMANDS).stream()
                .map(CommandTable.Entry::spec)
                .filter(spec -> spec.categories().contains(wanted))
                .map(CommandSpec::fullName)
                .toList();
    }
}
