package org.backstay.vrrp.check;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backstay.vrrp.config.ProbeConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers to a request, and whether that is as it should be. Of the body only as much is kept as an expression is matched
 * against; a digest needs none of it.
 */
final class HttpAnswer {
    private static final int LONGEST_HEADER = 16_384;
    private static final int LONGEST_MATCHED = 1 << 20;
    private static final int LONGEST_BODY = 64 << 20;
    private static final int UNKNOWN = -1;
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d (\\d{3})\\b.*", Pattern.DOTALL);
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:[ \\t]*(\\d{1,9})[ \\t]*\\r?$");

    private final ProbeConfig.Url url;
    private final @Nullable MessageDigest digest;
    private final StringBuilder text = new StringBuilder();
    private final int keptAtMost;
    private boolean headerIsOver;
    private int status = UNKNOWN;
    private int announced = UNKNOWN;
    private int received;

    HttpAnswer(ProbeConfig.Url url) {
        this.url = url;
        digest = url.digest() == null ? null : md5();
        keptAtMost = url.expression() == null ? LONGEST_HEADER : LONGEST_MATCHED;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void take(ByteBuf bytes) {
        if (!headerIsOver) {
            text.append(bytes.readCharSequence(bytes.readableBytes(), StandardCharsets.ISO_8859_1));
            readHeader();
            return;
        }
        int room = url.expression() == null ? 0 : keptAtMost - text.length();
        if (room > 0) {
            int length = Math.min(room, bytes.readableBytes());
            text.append(bytes.toString(bytes.readerIndex(), length, StandardCharsets.ISO_8859_1));
        }
        byte[] body = new byte[bytes.readableBytes()];
        bytes.readBytes(body);
        takeBody(body);
    }

    private void readHeader() {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        headerIsOver = true;
        String header = text.substring(0, end);
        Matcher first = STATUS.matcher(header);
        status = first.matches() ? Integer.parseInt(first.group(1)) : UNKNOWN;
        Matcher length = LENGTH.matcher(header);
        announced = length.find() ? Integer.parseInt(length.group(1)) : UNKNOWN;
        takeBody(text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
        if (url.expression() == null) {
            text.setLength(0);
        }
    }

    /** What is beyond the announced length is counted and not digested. */
    private void takeBody(byte[] body) {
        int counts = announced == UNKNOWN ? body.length : Math.clamp(announced - (long) received, 0, body.length);
        if (digest != null) {
            digest.update(body, 0, counts);
        }
        received += body.length;
    }

    /** Whether more came than any page is allowed to have. */
    boolean isTooLong() {
        return received > LONGEST_BODY || (!headerIsOver && text.length() > LONGEST_HEADER);
    }

    /** Bytes of the body. */
    int received() {
        return received;
    }

    /** How many bytes of the body the header announced and did not come; negative when more came. */
    int missing() {
        return announced == UNKNOWN ? 0 : announced - received;
    }

    /** What is wrong with the whole answer, in the original's words; null when nothing is. */
    @Nullable
    String complaint() {
        if (!headerIsOver) {
            return "Read, no data received from ";
        }
        if (status == UNKNOWN || !url.statusCodes().get(status)) {
            return "HTTP status code error to";
        }
        if (digest != null && !HexFormat.of().formatHex(digest.digest()).equals(url.digest())) {
            return "MD5 digest error to";
        }
        ProbeConfig.Expression expression = url.expression();
        if (expression != null && matches(expression) == expression.unwanted()) {
            return "Regex match failed";
        }
        return null;
    }

    private boolean matches(ProbeConfig.Expression expression) {
        Matcher matcher = expression.pattern().matcher(new BoundedText(text));
        try {
            boolean found = expression.leastOffset() <= text.length() && matcher.find(expression.leastOffset());
            return found && matcher.start() <= expression.mostOffset();
        } catch (BoundedText.TooMuchWork | StackOverflowError endless) {
            return false;
        }
    }

    /** What made it good, in the original's words. */
    String praise() {
        if (url.expression() != null) {
            return "Regex match";
        }
        return digest != null ? "MD5 digest" : "HTTP status code";
    }
}
