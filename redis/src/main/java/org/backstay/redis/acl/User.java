package org.backstay.redis.acl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.KeyPositions;
import org.jspecify.annotations.Nullable;

/**
 * A user: whether it may come in, with which passwords, and what it may do. Its clients hold it, so what changes, changes for them
 * at once.
 */
public final class User {
    /** In whose name masters, logs and the server itself execute: nobody's, so there is nothing to forbid. Named as CLIENT LIST shows it. */
    public static final User NOBODY = superuser();

    private final String name;
    private final KeyPositions positions = new KeyPositions();
    private final Set<String> passwords = new LinkedHashSet<>();
    private final List<Selector> selectors = new ArrayList<>(1);
    private boolean enabled;
    private boolean withoutPassword;
    private @Nullable Boolean sanitized;
    private boolean unrestricted;

    User(String name, boolean allChannels) {
        this.name = name;
        selectors.add(new Selector(allChannels));
    }

    private static User superuser() {
        User user = new User("(superuser)", true);
        user.unlimit();
        return user;
    }

    /** Allows everything, without a password. */
    void unlimit() {
        enabled = true;
        withoutPassword = true;
        root().commands().allow(true);
        root().resetKeys(true);
        root().resetChannels(true);
        settle();
    }

    /** Another one with the same rules, to try changes on. */
    User copy() {
        User copy = new User(name, false);
        copy.become(this);
        return copy;
    }

    /** Takes over the rules of another one. */
    void become(User that) {
        passwords.clear();
        passwords.addAll(that.passwords);
        selectors.clear();
        that.selectors.forEach(selector -> selectors.add(selector.copy()));
        enabled = that.enabled;
        withoutPassword = that.withoutPassword;
        sanitized = that.sanitized;
        settle();
    }

    private void settle() {
        unrestricted = selectors.stream().anyMatch(Selector::isUnrestricted);
    }

    /** Its name, a character a byte. */
    public String name() {
        return name;
    }

    /** Whether it may do everything, so that nothing needs to be looked up. */
    public boolean isUnrestricted() {
        return unrestricted;
    }

    /** Whether clients can become this user. */
    public boolean isEnabled() {
        return enabled;
    }

    /** Whether any password will do. */
    public boolean needsNoPassword() {
        return withoutPassword;
    }

    /** Whether clients are this user without having said so: it is on and needs no password. */
    public boolean isOpen() {
        return enabled && withoutPassword;
    }

    void enable(boolean yes) {
        enabled = yes;
    }

    /** Records what was said about payloads, which is shown and changes nothing: they are always checked. */
    void sanitize(boolean yes) {
        sanitized = yes;
    }

    void forgetPasswords(boolean needNone) {
        passwords.clear();
        withoutPassword = needNone;
    }

    void addPassword(String hash) {
        passwords.add(hash);
        withoutPassword = false;
    }

    boolean removePassword(String hash) {
        return passwords.remove(hash);
    }

    /** Its passwords' SHA-256 hashes, as lowercase hexadecimal digits. */
    public Set<String> passwords() {
        return Collections.unmodifiableSet(passwords);
    }

    /** Its states, as ACL GETUSER names them. */
    public List<String> flags() {
        List<String> flags = new ArrayList<>();
        flags.add(enabled ? "on" : "off");
        if (withoutPassword) {
            flags.add("nopass");
        }
        if (sanitized != null) {
            flags.add(sanitized ? "sanitize-payload" : "skip-sanitize-payload");
        }
        return flags;
    }

    /** The rules without parentheses. */
    public Selector root() {
        return selectors.getFirst();
    }

    /** The further selectors. */
    public List<Selector> furtherSelectors() {
        return Collections.unmodifiableList(selectors.subList(1, selectors.size()));
    }

    void add(Selector selector) {
        selectors.add(selector);
    }

    void clearSelectors() {
        selectors.subList(1, selectors.size()).clear();
    }

    /** Whether this is a password of a user that may come in. */
    boolean admits(byte[] password) {
        if (!enabled) {
            return false;
        }
        byte[] given = hash(password).getBytes(StandardCharsets.US_ASCII);
        boolean right = withoutPassword;
        for (String known : passwords) {
            right |= MessageDigest.isEqual(known.getBytes(StandardCharsets.US_ASCII), given);
        }
        return right;
    }

    static String hash(byte[] password) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Why it may not execute a command, or null. */
    public @Nullable Denial check(CommandSpec spec, Request request) {
        if (unrestricted) {
            return null;
        }
        Denial best = Denial.OF_COMMAND;
        for (Selector selector : selectors) {
            Denial denial = selector.check(spec, request, positions);
            if (denial == null) {
                return null;
            }
            best = best.orBetter(denial);
        }
        return best;
    }

    /** Whether it may hear a channel, or everything that a pattern of channels matches. */
    public boolean mayHear(String channel, boolean isPattern) {
        return selectors.stream().anyMatch(selector -> selector.allowsChannel(channel, isPattern));
    }

    /** Whether it may execute a command that reads keys nobody named: SORT with patterns. */
    public boolean mayReadAnyKey(CommandSpec spec, Request request) {
        return unrestricted
                || selectors.stream()
                        .anyMatch(selector ->
                                selector.readsAllKeys() && selector.check(spec, request, positions) == null);
    }
}
