package org.backstay.redis.server;

import java.util.BitSet;
import java.util.Set;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandSpec;

/** Which arguments of a command are secrets, to be shown to nobody: passwords, and the rules of users, which hold some. Stateless. */
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
            case "auth" -> from(1, request);
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
        for (int i = 2; i < request.size(); i++) {
            if (request.is(i, "auth")) {
                secrets.set(i + 1, Math.min(i + 3, request.size()));
                i += 2;
            } else if (request.is(i, "setname")) {
                i += 1;
            }
        }
        return secrets;
    }

    /** Keys follow KEYS, and a key may have any name. */
    private static BitSet ofMigrate(Request request) {
        BitSet secrets = new BitSet(request.size());
        for (int i = 6; i < request.size() && !request.is(i, "keys"); i++) {
            int words = request.is(i, "auth") ? 1 : request.is(i, "auth2") ? 2 : 0;
            secrets.set(Math.min(i + 1, request.size()), Math.min(i + 1 + words, request.size()));
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
