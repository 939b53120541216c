package org.backstay.vrrp.config;

import org.jspecify.annotations.Nullable;

/** {@code lvs_method}: how packets get to a real server. */
enum Forwarding {
    NAT,
    DR,
    TUN;

    private static final int MOST_PORT = 65_535;

    /** Reads one; reported and null when it makes no sense. */
    static @Nullable Forwarding read(Words words, String whose) {
        String name = words.required(1);
        if (name == null) {
            return null;
        }
        for (Forwarding each : values()) {
            if (each.name().equals(name)) {
                return tunnelled(words, whose) ? each : null;
            }
        }
        words.fault("PARSER : unknown [" + name + "] routing method for " + whose + " server.");
        return null;
    }

    private static boolean tunnelled(Words words, String whose) {
        boolean gue = false;
        boolean port = false;
        for (int i = 2; i <= words.count(); i++) {
            String option = words.statement().argument(i);
            switch (option) {
                case "type" -> {
                    String type = words.required(++i);
                    gue = "gue".equals(type);
                    if (type != null && !gue && !type.equals("ipip") && !type.equals("gre")) {
                        words.fault("Unknown tunnel type " + type + " for " + whose + " server.");
                        return false;
                    }
                }
                case "port" -> port = words.integer(++i, 1, MOST_PORT, 0) > 0;
                case "nocsum", "csum", "remcsum" -> {}
                default -> {
                    words.fault("Invalid tunnel option " + option + " for " + whose + " server.");
                    return false;
                }
            }
        }
        if (gue != port) {
            words.fault("gue tunnels require port, otherwise cannot have port.");
            return false;
        }
        return true;
    }
}
