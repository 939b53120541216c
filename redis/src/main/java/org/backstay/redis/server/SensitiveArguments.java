package org.backstay.redis.server;

import java.util.BitSet;
import java.util.Set;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandSpec;

/**
 * Which arguments of a command are secrets, to be shown to nobody: passwords, and the rules of users, which hold some. What stands behind a
 * syntax error was never understood as a secret. Stateless.
 */
final class SensitiveArguments {
    private static final Set<String> SECRET_DIRECTIVES = Set.of(
            RedisDirectives.REQUIREPASS.name(),
            ReplicationDirectives.MASTERAUTH.name(),
            ReplicationDirectives.MASTERUSER.name(),
            "tls-key-file-pass",
            "tls-client-key-file-pass");

    private static final BitSet NONE = new BitSet(0);

    private SensitiveArguments() {}

    /** The positions of the secrets in a request; not to be changed. */
    static BitSet of(CommandSpec command, Request request) {
        return switch (command.fullName()) {
            case "auth" -> request.size() > 3 ? NONE : from(1, request);
            case "hello" -> ofHello(request);
            case "migrate" -> ofMigrate(request);
            case "config|set" -> ofConfigSet(request);
            case "acl|setuser" -> from(2, request);
            default -> NONE;
        };
    }

    private static BitSet from(int first, Request request) {
        BitSet secrets = new BitSet(request.size());
        secrets.set(Math.min(first, request.size()), request.size());
        return secrets;
    }

    private static BitSet ofHello(Request request) {
        BitSet secrets = new BitSet(request.size());
        boolean spoken = request.size() > 1 && request.parseLong(1) && (request.parsed() == 2 || request.parsed() == 3);
        for (int i = 2; spoken && i < request.size(); i++) {
            if (request.is(i, "auth") && i + 2 < request.size()) {
                secrets.set(i + 1, i + 3);
                i += 2;
            } else if (request.is(i, "setname") && i + 1 < request.size()) {
                i += 1;
            } else {
                break;
            }
        }
        return secrets;
    }

    /** Keys follow KEYS, and a key may have any name. */
    private static BitSet ofMigrate(Request request) {
        BitSet secrets = new BitSet(request.size());
        for (int i = 6; i < request.size(); i++) {
            int words = request.is(i, "auth") ? 1 : request.is(i, "auth2") ? 2 : 0;
            boolean option = words > 0 || request.is(i, "copy") || request.is(i, "replace");
            if (!option || i + words >= request.size()) {
                break;
            }
            secrets.set(i + 1, i + 1 + words);
            i += words;
        }
        return secrets;
    }

    private static BitSet ofConfigSet(Request request) {
        BitSet secrets = new BitSet(request.size());
        for (int i = 2; i + 1 < request.size(); i += 2) {
            secrets.set(i + 1, SECRET_DIRECTIVES.contains(request.text(i).toLowerCase(java.util.Locale.ROOT)));
        }
        return secrets;
    }
}
