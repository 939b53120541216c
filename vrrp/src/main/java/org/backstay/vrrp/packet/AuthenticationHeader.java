package org.backstay.vrrp.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.backstay.vrrp.config.InstanceConfig;
import org.jspecify.annotations.Nullable;

/**
 * The IP authentication header (RFC 2402) with HMAC-MD5-96 (RFC 2403) that {@code auth_type AH} puts between the IPv4 header and an
 * advertisement. As in the original its security parameters index is the sender's address, and all routers count on from the highest
 * number that was sent or heard, so that nothing can be replayed. Owned by the instance's loop.
 */
public final class AuthenticationHeader {
    /** IP protocol number. */
    public static final int PROTOCOL = 51;

    static final int LENGTH = 24;
    private static final String ALGORITHM = "HmacMD5";
    private static final int SERVICE = 1;
    private static final int FRAGMENT = 6;
    private static final int TTL = 8;
    private static final int HEADER_CHECKSUM = 10;
    private static final int SOURCE = 12;
    /** The header's own fields. */
    private static final int WORDS_WITHOUT_TWO = 1;

    private static final int INDEX = 4;
    private static final int SEQUENCE = 8;
    private static final int VALUE = 12;
    private static final int VALUE_LENGTH = 12;
    private static final int PAYLOAD_WORDS = 4;

    private final String key;
    private final boolean unicast;
    private final Mac mac;
    private int sequence;

    private AuthenticationHeader(String key, boolean unicast) {
        this.key = key;
        this.unicast = unicast;
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.ISO_8859_1), ALGORITHM));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The header of an instance.
     *
     * @param before what it had under another configuration; kept, with its count, while the key is the same
     * @return null when it has none
     */
    public static @Nullable AuthenticationHeader of(InstanceConfig config, @Nullable AuthenticationHeader before) {
        InstanceConfig.Authentication how = config.authentication();
        if (how == null || how.kind() != InstanceConfig.Authentication.Kind.AH) {
            return null;
        }
        boolean unicast = config.unicast() != null;
        return before != null && before.key.equals(how.key()) && before.unicast == unicast
                ? before
                : new AuthenticationHeader(how.key(), unicast);
    }

    /** The next advertisement has the next number, to however many peers it goes. */
    public void next() {
        sequence++;
    }

    /** Completes a packet that has room for the header behind its IP header. */
    void seal(byte[] packet, int ipHeader, int length) {
        Arrays.fill(packet, ipHeader, ipHeader + LENGTH, (byte) 0);
        packet[ipHeader] = VrrpFormat.PROTOCOL;
        packet[ipHeader + WORDS_WITHOUT_TWO] = PAYLOAD_WORDS;
        System.arraycopy(packet, SOURCE, packet, ipHeader + INDEX, Integer.BYTES);
        ByteBuffer.wrap(packet).putInt(ipHeader + SEQUENCE, sequence);
        System.arraycopy(value(packet, ipHeader, length), 0, packet, ipHeader + VALUE, VALUE_LENGTH);
    }

    /** Over everything that routers on the way don't change. */
    private byte[] value(byte[] packet, int ipHeader, int length) {
        byte[] covered = Arrays.copyOf(packet, length);
        covered[SERVICE] = 0;
        Arrays.fill(covered, FRAGMENT, FRAGMENT + Short.BYTES, (byte) 0);
        Arrays.fill(covered, HEADER_CHECKSUM, HEADER_CHECKSUM + Short.BYTES, (byte) 0);
        if (unicast) {
            covered[TTL] = 0;
        }
        Arrays.fill(covered, ipHeader + VALUE, ipHeader + VALUE + VALUE_LENGTH, (byte) 0);
        return Arrays.copyOf(mac.doFinal(covered), VALUE_LENGTH);
    }

    /** Whether a received packet's header is right and new; the order of looking is the original's. */
    @Nullable
    Refusal refusal(ReceivedPacket packet) {
        int at = packet.authenticated();
        if (at <= 0) {
            return Refusal.AUTHENTICATION_OTHER;
        }
        byte[] bytes = packet.bytes();
        byte[] expected = value(bytes, at, packet.offset() + packet.length());
        byte[] found = Arrays.copyOfRange(bytes, at + VALUE, at + VALUE + VALUE_LENGTH);
        if (!MessageDigest.isEqual(expected, found)) {
            return Refusal.AUTHENTICATION_VALUE;
        }
        if (!Arrays.equals(bytes, at + INDEX, at + INDEX + Integer.BYTES, bytes, SOURCE, SOURCE + Integer.BYTES)) {
            return Refusal.AUTHENTICATION_INDEX;
        }
        int theirs = ByteBuffer.wrap(bytes).getInt(at + SEQUENCE);
        if (Integer.compareUnsigned(theirs, sequence) <= 0) {
            return Refusal.AUTHENTICATION_REPLAYED;
        }
        sequence = theirs;
        return null;
    }
}
