package org.backstay.redis.acl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.backstay.resp.command.AclCategory;
import org.backstay.resp.command.CommandTable;
import org.jspecify.annotations.Nullable;

/** Reads rules and applies them, one word at a time. */
final class RuleReader {
    private static final String SYNTAX = "Syntax error";
    private static final String AFTER_ALL =
            "Adding a pattern after the * pattern (or the '%s' flag) is not valid and does not "
                    + "have any effect. Try '%s' to start with an empty list of %s";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern BLANK = Pattern.compile("[\\s\\x00\\x0b]");

    private final CommandTable<?> commands;

    RuleReader(CommandTable<?> commands) {
        this.commands = commands;
    }

    static boolean hasBlanks(String text) {
        return BLANK.matcher(text).find();
    }

    /** A selector may be given in several words, from the one with the opening parenthesis to the one with the closing. */
    static List<String> joinSelectors(List<String> rules) throws RuleException {
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

    /** Applies one rule to a user. */
    void apply(User user, String rule, boolean allChannels) throws RuleException {
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "" -> {}
            case "on" -> user.enable(true);
            case "off" -> user.enable(false);
            case "skip-sanitize-payload" -> user.sanitize(false);
            case "sanitize-payload" -> user.sanitize(true);
            case "nopass" -> user.forgetPasswords(true);
            case "resetpass" -> user.forgetPasswords(false);
            case "clearselectors" -> user.clearSelectors();
            case "reset" -> {
                user.become(new User(user.name(), allChannels));
                user.sanitize(true);
            }
            default -> applyMarked(user, rule, allChannels);
        }
    }

    private void applyMarked(User user, String rule, boolean allChannels) throws RuleException {
        switch (rule.charAt(0)) {
            case '>', '#' -> user.addPassword(passwordHash(rule));
            case '<', '!' -> {
                if (!user.removePassword(passwordHash(rule))) {
                    throw new RuleException("The password you are trying to remove from the user does not exist");
                }
            }
            case '(' -> {
                if (!rule.endsWith(")")) {
                    throw new RuleException(SYNTAX);
                }
                Selector selector = new Selector(allChannels);
                for (String inner : rule.substring(1, rule.length() - 1).trim().split("\\s+", -1)) {
                    if (!inner.isEmpty()) {
                        apply(selector, inner);
                    }
                }
                user.add(selector);
            }
            default -> apply(user.root(), rule);
        }
    }

    private static String passwordHash(String rule) throws RuleException {
        String given = rule.substring(1);
        if (rule.charAt(0) == '>' || rule.charAt(0) == '<') {
            return User.hash(given.getBytes(StandardCharsets.ISO_8859_1));
        }
        if (!HASH.matcher(given).matches()) {
            throw new RuleException(
                    "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters");
        }
        return given;
    }

    private void apply(Selector selector, String rule) throws RuleException {
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "allkeys", "~*" -> selector.resetKeys(true);
            case "resetkeys" -> selector.resetKeys(false);
            case "allchannels", "&*" -> selector.resetChannels(true);
            case "resetchannels" -> selector.resetChannels(false);
            case "allcommands", "+@all" -> selector.commands().allow(true);
            case "nocommands", "-@all" -> selector.commands().allow(false);
            default -> applyMarked(selector, rule);
        }
    }

    private void applyMarked(Selector selector, String rule) throws RuleException {
        switch (rule.charAt(0)) {
            case '~', '%' -> addKeys(selector, rule);
            case '&' -> {
                if (selector.isForAllChannels()) {
                    throw new RuleException(AFTER_ALL.formatted("allchannels", "resetchannels", "channels"));
                }
                selector.addChannel(checked(rule.substring(1)));
            }
            case '+', '-' -> applyCommand(selector.commands(), rule.charAt(0) == '+', rule.substring(1));
            default -> throw new RuleException(SYNTAX);
        }
    }

    private static String checked(String pattern) throws RuleException {
        if (hasBlanks(pattern)) {
            throw new RuleException(SYNTAX);
        }
        return pattern;
    }

    private static void addKeys(Selector selector, String rule) throws RuleException {
        if (selector.isForAllKeys()) {
            throw new RuleException(AFTER_ALL.formatted("allkeys", "resetkeys", "patterns"));
        }
        int marked = rule.indexOf('~');
        int tilde = marked < 0 ? rule.length() : marked;
        boolean read;
        boolean write;
        switch (rule.substring(0, tilde).toUpperCase(Locale.ROOT)) {
            case "", "%RW", "%WR" -> {
                read = true;
                write = true;
            }
            case "%R" -> {
                read = true;
                write = false;
            }
            case "%W" -> {
                read = false;
                write = true;
            }
            default -> throw new RuleException(SYNTAX);
        }
        selector.add(new KeyPattern(checked(marked < 0 ? "" : rule.substring(tilde + 1)), read, write));
    }

    private void applyCommand(CommandRights rights, boolean allow, String name) throws RuleException {
        if (name.startsWith("@")) {
            AclCategory category = category(name.substring(1));
            if (category == null) {
                throw RuleException.unknownName();
            }
            CategoryRules.apply(rights, commands, category, allow);
            return;
        }
        int bar = name.lastIndexOf('|');
        CommandTable.Entry<?> container = allow && bar >= 0 ? find(name.substring(0, bar)) : null;
        if (container == null) {
            rights.allow(find(name), allow);
            return;
        }
        if (container.spec().parent() != null) {
            throw new RuleException("Allowing first-arg of a subcommand is not supported");
        }
        if (bar == name.length() - 1) {
            throw new RuleException(SYNTAX);
        }
        if (container.isContainer()) {
            rights.allow(find(name), true);
        } else {
            rights.allowFirstArgument(container.spec(), checked(name.substring(bar + 1)));
        }
    }

    private CommandTable.Entry<?> find(String name) throws RuleException {
        CommandTable.Entry<?> entry = commands.find(name);
        if (entry == null) {
            throw RuleException.unknownName();
        }
        return entry;
    }

    /** The category of this name, without its {@code @}, in letters of either case; or null. */
    static @Nullable AclCategory category(String name) {
        for (AclCategory category : AclCategory.values()) {
            if (category.wireName().substring(1).equalsIgnoreCase(name)) {
                return category;
            }
        }
        return null;
    }
}
