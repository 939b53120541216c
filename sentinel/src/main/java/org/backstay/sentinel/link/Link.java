package org.backstay.sentinel.link;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.backstay.resp.RespClient;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one instance and when it was last heard: one for commands, and to a Redis another for the messages it is
 * subscribed to. Owned by the sentinel's loop.
 *
 * <p>A sentinel that watches several masters with us is known once per master, but all those entries share one link: five sentinels and a
 * hundred masters make five connections, and five pings a second.
 */
public final class Link {
    private final Time time;
    private final boolean withMessages;
    private int owners = 1;
    private @Nullable RespClient commands;
    private @Nullable RespClient messages;

    /** When connections were last attempted. */
    public long attemptAt = Time.NEVER;

    /** Since when the command connection stands or is tried. */
    public long commandsSince;

    /** Since when the message connection stands or is tried. */
    public long messagesSince;

    /** When the message connection last brought anything. */
    public long messageAt;

    /** Since when an acceptable answer is missing: from the first ping without one, or from the loss of the connection; NEVER when none is. */
    public long silentSince;

    /** When the last ping was sent. */
    public long pingAt = Time.NEVER;

    /** When the last ping was answered, however. */
    public long pongAt;

    /** When the last ping was answered acceptably. */
    public long availableAt;

    /** Whether a host name is being looked up for it. */
    public boolean resolving;

    /**
     * Makes a link without connections. Silence counts from now on, so that an instance that can't be reached at all is noticed too.
     *
     * @param withMessages whether it has the second connection, for messages
     */
    public Link(Time time, boolean withMessages) {
        this.time = time;
        this.withMessages = withMessages;
        forgetTimes();
    }

    /** Starts counting anew, as if just made. */
    public void forgetTimes() {
        long now = time.now();
        silentSince = now;
        pingAt = Time.NEVER;
        pongAt = now;
        availableAt = now;
    }

    /** Whether all its connections stand. */
    public boolean isConnected() {
        return stands(commands) && (!withMessages || stands(messages));
    }

    /** Whether commands can be sent and will be answered as soon as the instance can. */
    public boolean hasCommands() {
        return stands(commands);
    }

    private static boolean stands(@Nullable RespClient client) {
        return client != null && client.isConnected();
    }

    /** Whether a command connection stands or is being made. */
    public boolean triesCommands() {
        return commands != null;
    }

    /** Whether a message connection stands, is being made, or is not wanted. */
    public boolean triesMessages() {
        return messages != null || !withMessages;
    }

    /** Takes over a connection that is being made. */
    public void commands(RespClient client) {
        commands = client;
        commandsSince = time.now();
    }

    /** Takes over a connection that is being made. */
    public void messages(RespClient client) {
        messages = client;
        messagesSince = time.now();
        messageAt = time.now();
    }

    /**
     * A connection ended.
     *
     * @return whether it was one of ours; false when it was given up before
     */
    public boolean lost(RespClient client) {
        if (client == commands) {
            commands = null;
            silent();
            return true;
        }
        if (client == messages) {
            messages = null;
            return true;
        }
        return false;
    }

    /** From now on an acceptable answer is missing, unless one already was. */
    public void silent() {
        if (silentSince == Time.NEVER) {
            silentSince = time.now();
        }
    }

    /** An acceptable answer came. */
    public void available() {
        availableAt = time.now();
        silentSince = Time.NEVER;
    }

    /** For how long an acceptable answer has been missing, in milliseconds. */
    public long silence() {
        return silentSince == Time.NEVER ? 0 : time.since(silentSince);
    }

    /** Sends a command, a byte a character; false when there is no connection for it or too much is under way. */
    public boolean send(RespClient.Callback callback, String... words) {
        if (commands == null) {
            return false;
        }
        byte[][] arguments = new byte[words.length][];
        Arrays.setAll(arguments, i -> words[i].getBytes(StandardCharsets.ISO_8859_1));
        return commands.send(callback, arguments);
    }

    /** Commands without an answer. */
    public int pending() {
        return commands == null ? 0 : commands.inFlight();
    }

    /** Our own address as the instance sees it; null when it has none to tell. */
    public @Nullable String localIp() {
        if (commands != null
                && commands.localAddress() instanceof InetSocketAddress local
                && local.getAddress() != null) {
            return Names.text(local.getAddress());
        }
        return null;
    }

    /** How many entries share it. */
    public int owners() {
        return owners;
    }

    /** One more entry shares it. */
    public Link share() {
        owners++;
        return this;
    }

    /** One entry less shares it; the last one closes it. */
    public void release() {
        owners--;
        if (owners == 0) {
            close();
        }
    }

    /** Closes the command connection. */
    public void closeCommands() {
        RespClient client = commands;
        commands = null;
        if (client != null) {
            client.close();
            silent();
        }
    }

    /** Closes the message connection. */
    public void closeMessages() {
        RespClient client = messages;
        messages = null;
        if (client != null) {
            client.close();
        }
    }

    /** Closes both connections; they may be made again. */
    public void close() {
        closeCommands();
        closeMessages();
    }
}
