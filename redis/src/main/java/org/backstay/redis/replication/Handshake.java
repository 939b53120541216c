package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import org.backstay.config.Settings;
import org.backstay.node.Log;
import org.backstay.node.tls.TlsDirectives;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.resp.CommandEncoder;
import org.jspecify.annotations.Nullable;

/** What a replica says to its master before the stream, and what it makes of the answers. Owned by the server's loop. */
final class Handshake {
    /** How the handshake ended. */
    sealed interface Outcome {
        /** Go on from where we are; the master's history now has this id, or null when it did not say. */
        record Continue(@Nullable String id) implements Outcome {}

        /** A snapshot follows, then the stream from this offset. */
        record Full(String id, long offset) implements Outcome {}

        /** The master has nothing of our data: the reason not to follow it. */
        record Unrelated(String why) implements Outcome {}

        /** Not now, or never: the reason. */
        record Refused(String why) implements Outcome {}
    }

    private final MasterLink link;
    private final Channel channel;
    private final Settings settings;
    private final Log log;
    private final Follower follower;
    private final String knownId;
    private final long nextByte;
    private final @Nullable Follower guarded;
    private final MasterLineage lineage = new MasterLineage();
    private boolean authenticates;
    private boolean announcesAddress;

    /**
     * Prepares the handshake.
     *
     * @param follower what we have
     * @param guarded whose data must not be replaced by a master's that has come back without its own; null when it may be
     */
    Handshake(MasterLink link, Channel channel, Follower follower, @Nullable Follower guarded) {
        this.link = link;
        this.channel = channel;
        this.settings = link.settings();
        this.log = link.log();
        this.follower = follower;
        this.knownId = follower.knownId();
        this.nextByte = follower.nextByte();
        this.guarded = guarded;
    }

    /** The connection stands. */
    void begin() {
        log.notice("Non blocking connect for SYNC fired the event.");
        link.become(LinkState.RECEIVE_PING_REPLY);
        send("PING");
    }

    private void send(String... words) {
        ByteBuf command = channel.alloc().directBuffer();
        CommandEncoder.encode(command, words);
        channel.writeAndFlush(command, channel.voidPromise());
    }

    /**
     * The master has answered with a line.
     *
     * @return how the handshake ended, or null while it goes on
     */
    @Nullable
    Outcome answer(String line) {
        boolean error = line.startsWith("-");
        switch (link.state()) {
            case RECEIVE_PING_REPLY -> {
                if (error && !isAboutPermission(line)) {
                    return new Outcome.Refused("Error reply to PING from master: '" + line + "'");
                }
                log.notice("Master replied to PING, replication can continue...");
                introduce();
            }
            case RECEIVE_AUTH_REPLY -> {
                if (error) {
                    return new Outcome.Refused("Unable to AUTH to MASTER: " + line);
                }
                link.become(LinkState.RECEIVE_PORT_REPLY);
            }
            case RECEIVE_PORT_REPLY -> {
                noteIfRefused(error, line, "listening-port");
                link.become(announcesAddress ? LinkState.RECEIVE_IP_REPLY : LinkState.RECEIVE_CAPA_REPLY);
            }
            case RECEIVE_IP_REPLY -> {
                noteIfRefused(error, line, "ip-address");
                link.become(LinkState.RECEIVE_CAPA_REPLY);
            }
            case RECEIVE_CAPA_REPLY -> {
                noteIfRefused(error, line, "capa");
                if (guarded == null) {
                    ask();
                } else {
                    link.become(LinkState.RECEIVE_LINEAGE_REPLY);
                    send("INFO", "replication");
                }
            }
            case RECEIVE_LINEAGE_REPLY -> {
                return lineage.take(line) ? judge() : null;
            }
            case RECEIVE_PSYNC_REPLY -> {
                return psyncAnswer(line);
            }
            default -> {
                return new Outcome.Refused("the master said '" + line + "' unasked");
            }
        }
        return null;
    }

    private @Nullable Outcome judge() {
        Follower ours = guarded;
        String objection = ours == null ? null : lineage.objection(ours);
        if (objection != null) {
            return new Outcome.Unrelated(objection);
        }
        ask();
        return null;
    }

    private static boolean isAboutPermission(String line) {
        return line.startsWith("-NOAUTH")
                || line.startsWith("-NOPERM")
                || line.startsWith("-ERR operation not permitted");
    }

    private void noteIfRefused(boolean error, String line, String what) {
        if (error) {
            log.notice("(Non critical) Master does not understand REPLCONF " + what + ": " + line);
        }
    }

    private void introduce() {
        link.become(LinkState.SEND_HANDSHAKE);
        String password = settings.get(ReplicationDirectives.MASTERAUTH);
        String user = settings.get(ReplicationDirectives.MASTERUSER);
        authenticates = !password.isEmpty();
        if (authenticates && user.isEmpty()) {
            send("AUTH", password);
        } else if (authenticates) {
            send("AUTH", user, password);
        }
        send("REPLCONF", "listening-port", Integer.toString(announcedPort()));
        String address = settings.get(ReplicationDirectives.REPLICA_ANNOUNCE_IP);
        announcesAddress = !address.isEmpty();
        if (announcesAddress) {
            send("REPLCONF", "ip-address", address);
        }
        send("REPLCONF", "capa", "eof", "capa", "psync2");
        link.become(authenticates ? LinkState.RECEIVE_AUTH_REPLY : LinkState.RECEIVE_PORT_REPLY);
    }

    private int announcedPort() {
        int announced = settings.get(ReplicationDirectives.REPLICA_ANNOUNCE_PORT);
        if (announced != 0) {
            return announced;
        }
        int protectedPort = settings.get(TlsDirectives.TLS_PORT);
        return settings.get(TlsDirectives.TLS_REPLICATION) && protectedPort != 0
                ? protectedPort
                : settings.get(RedisDirectives.PORT);
    }

    private void ask() {
        link.become(LinkState.SEND_PSYNC);
        if (knownId.equals("?")) {
            log.notice("Partial resynchronization not possible (no cached master)");
        } else {
            log.notice("Trying a partial resynchronization (request " + knownId + ":" + nextByte + ").");
        }
        if (follower.handsOver()) {
            send("PSYNC", knownId, Long.toString(nextByte), "FAILOVER");
        } else {
            send("PSYNC", knownId, Long.toString(nextByte));
        }
        link.become(LinkState.RECEIVE_PSYNC_REPLY);
    }

    private @Nullable Outcome psyncAnswer(String line) {
        if (line.isEmpty()) {
            return null; // the master is there and prepares
        }
        String[] words = line.split(" ", -1);
        if (words[0].equals("+CONTINUE")) {
            log.notice("Successful partial resynchronization with master.");
            return new Outcome.Continue(words.length > 1 && isId(words[1]) ? words[1] : null);
        }
        if (words[0].equals("+FULLRESYNC") && words.length == 3 && isId(words[1]) && isOffset(words[2])) {
            log.notice("Full resync from master: " + words[1] + ":" + words[2]);
            return new Outcome.Full(words[1], Long.parseLong(words[2]));
        }
        if (line.startsWith("-NOMASTERLINK") || line.startsWith("-LOADING")) {
            return refused("Master is currently unable to PSYNC but should be in the future: " + line);
        }
        return refused("Unexpected reply to PSYNC from master: " + line);
    }

    private Outcome refused(String why) {
        follower.refused();
        return new Outcome.Refused(why);
    }

    private static boolean isId(String word) {
        return word.length() == org.backstay.persistence.log.ReplicationId.LENGTH;
    }

    private static boolean isOffset(String word) {
        return !word.isEmpty() && word.length() <= 18 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** For logs: a line as it came. */
    static String text(ByteBuf bytes, int length) {
        return bytes.toString(bytes.readerIndex(), length, StandardCharsets.ISO_8859_1);
    }
}
