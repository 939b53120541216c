package org.backstay.node.tls;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * OpenSSL's lists of ciphers for TLS 1.2, as {@code ECDHE-RSA-AES128-GCM-SHA256:ECDHE+CHACHA20:!RSA}: names and classes of ciphers, added in this
 * order or, behind a {@code !} or {@code -}, taken away. Stateless.
 */
final class CipherNames {
    private static final String SEPARATORS = "[:, ]+";
    private static final String PREFIX = "TLS_";
    private static final String WITH = "_WITH_";

    private CipherNames() {}

    /** Those of the JDK's ciphers that a list means, in its order; what is not known to the JDK is passed over, as OpenSSL does it. */
    static List<String> chosen(String list, List<String> supported) {
        Set<String> chosen = new LinkedHashSet<>();
        for (String word : list.trim().split(SEPARATORS, -1)) {
            char sign = word.isEmpty() ? '@' : word.charAt(0);
            switch (sign) {
                case '@', '+' -> {} // sorts what was chosen; the order is the list's
                case '!', '-' -> chosen.removeIf(suite -> fits(openSslName(suite), word.substring(1)));
                default ->
                    supported.stream()
                            .filter(suite -> fits(openSslName(suite), word))
                            .forEach(chosen::add);
            }
        }
        return List.copyOf(chosen);
    }

    /** OpenSSL's name of a cipher; empty for those of TLS 1.3, which are no part of these lists. */
    static String openSslName(String suite) {
        int with = suite.indexOf(WITH);
        if (!suite.startsWith(PREFIX) || with < 0) {
            return "";
        }
        String exchange = suite.substring(PREFIX.length(), with).replace('_', '-');
        String cipher = suite.substring(with + WITH.length())
                .replace("AES_", "AES")
                .replace("POLY1305_SHA256", "POLY1305")
                .replace("_CBC", "")
                .replace('_', '-');
        return exchange.equals("RSA") ? cipher : exchange + "-" + cipher;
    }

    private static boolean fits(String name, String classes) {
        if (name.isEmpty() || classes.isEmpty()) {
            return false;
        }
        for (String one : classes.split("\\+", -1)) {
            if (!name.equals(one) && !isOfClass(name, one)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfClass(String name, String wanted) {
        return switch (wanted) {
            case "ALL", "DEFAULT", "HIGH", "TLSv1.2" -> true;
            case "ECDHE", "EECDH", "kECDHE", "kEECDH" -> name.startsWith("ECDHE-");
            case "DHE", "EDH", "kDHE", "kEDH" -> name.startsWith("DHE-");
            case "RSA", "kRSA" -> name.startsWith("AES");
            case "aRSA" -> name.contains("-RSA-") || name.startsWith("AES");
            case "ECDSA", "aECDSA" -> name.contains("-ECDSA-");
            case "AES" -> name.contains("AES");
            case "AESGCM" -> name.contains("AES") && name.contains("-GCM-");
            case "AES128", "AES256" -> name.contains(wanted);
            case "CHACHA20" -> name.contains("CHACHA20");
            case "SHA", "SHA1" -> name.endsWith("-SHA");
            case "SHA256", "SHA384" -> name.endsWith("-" + wanted);
            default -> false;
        };
    }
}
