package org.backstay.vrrp.notify;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A mail (RFC 5322).
 *
 * @param from the sender's address
 * @param to the receivers' addresses
 * @param subject one line
 * @param text the rest
 * @param millis when, since 1970
 */
record Letter(String from, List<String> to, String subject, String text, long millis) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    /** Header and text, ended by the line that ends DATA (RFC 5321, 4.5.2: a line's first dot is doubled). */
    String data() {
        StringBuilder data = new StringBuilder()
                .append("Date: ")
                .append(DATE.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC)))
                .append("\r\nFrom: ")
                .append(from)
                .append("\r\nSubject: ")
                .append(subject)
                .append("\r\nX-Mailer: Keepalived\r\nTo: ")
                .append(String.join(", ", to))
                .append("\r\n\r\n");
        text.lines()
                .forEach(line -> data.append(line.startsWith(".") ? "." : "")
                        .append(line)
                        .append("\r\n"));
        return data.append("\r\n.\r\n").toString();
    }
}
