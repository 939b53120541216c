package org.backstay.redis.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.testkit.stock.RespConnection;

/** The commands of a server with their arguments. */
final class Grammar {
    private final List<Form> forms;

    /**
     * How a command or subcommand is said.
     *
     * @param name the words of its name, in small letters, such as {@code xgroup create}
     * @param group such as {@code sorted-set}
     */
    record Form(String name, String group, List<Argument> arguments) {}

    private Grammar(List<Form> forms) {
        this.forms = forms;
    }

    /** Asks the server at a port what commands it has. */
    static Grammar of(int port) {
        List<Form> forms = new ArrayList<>();
        collect(RespConnection.once(port, "COMMAND", "DOCS"), forms);
        forms.sort((a, b) -> a.name.compareTo(b.name));
        return new Grammar(forms);
    }

    private static void collect(Object docs, List<Form> forms) {
        fields(docs).forEach((name, doc) -> {
            Map<String, Object> fields = fields(doc);
            if (fields.containsKey("subcommands")) {
                collect(fields.get("subcommands"), forms);
                return;
            }
            List<Argument> arguments = Argument.list(fields.getOrDefault("arguments", List.of()));
            forms.add(new Form(name.replace('|', ' '), String.valueOf(fields.get("group")), arguments));
        });
    }

    /** A map as RESP2 gives it: names and values in turn. */
    static Map<String, Object> fields(Object list) {
        List<?> words = (List<?>) list;
        Map<String, Object> fields = new HashMap<>();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            fields.put(String.valueOf(words.get(i)), words.get(i + 1));
        }
        return fields;
    }

    List<Form> forms() {
        return forms;
    }
}
