package org.backstay.redis.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One argument of a command's grammar, as COMMAND DOCS tells it.
 *
 * @param token the word before the argument; empty when there is none
 * @param parts the alternatives of a {@code oneof}, or what a {@code block} holds
 */
record Argument(
        String name,
        String type,
        String token,
        boolean optional,
        boolean multiple,
        boolean repeatsToken,
        List<Argument> parts) {

    /** Arguments from COMMAND DOCS in RESP2. */
    static List<Argument> list(Object docs) {
        List<Argument> arguments = new ArrayList<>();
        for (Object each : (List<?>) docs) {
            arguments.add(of(Grammar.fields(each)));
        }
        return arguments;
    }

    private static Argument of(Map<String, Object> fields) {
        List<?> flags = (List<?>) fields.getOrDefault("flags", List.of());
        return new Argument(
                String.valueOf(fields.get("name")),
                String.valueOf(fields.get("type")),
                String.valueOf(fields.getOrDefault("token", "")),
                flags.contains("optional"),
                flags.contains("multiple"),
                flags.contains("multiple_token"),
                list(fields.getOrDefault("arguments", List.of())));
    }

    boolean is(String aType) {
        return type.equals(aType);
    }
}
