package org.backstay.vrrp.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.config.Block;

/**
 * What may stand in one kind of block: each keyword with the reader of its arguments.
 *
 * @param <T> what the block is read into
 */
final class Keywords<T> {
    /** Reads one statement into what is being built. */
    @FunctionalInterface
    interface Reader<T> {
        void read(T into, Words words);
    }

    private final Map<String, Reader<T>> readers = new HashMap<>();

    Keywords<T> on(String keyword, Reader<T> reader) {
        readers.put(keyword, reader);
        return this;
    }

    /** Keywords that are known and change nothing here. */
    Keywords<T> accept(String... keywords) {
        for (String keyword : keywords) {
            readers.put(keyword, (into, words) -> {});
        }
        return this;
    }

    /** Keywords that are known, and whose effect is missing: the operator is told. */
    Keywords<T> withoutEffect(String... keywords) {
        for (String keyword : keywords) {
            readers.put(
                    keyword,
                    (into, words) ->
                            words.diagnostics().remark(words.statement(), "'" + keyword + "' has no effect here"));
        }
        return this;
    }

    void read(T into, List<Block> body, Diagnostics diagnostics) {
        for (Block block : body) {
            Reader<T> reader = readers.get(block.name());
            if (reader == null) {
                diagnostics.fault(block.statement(), "Unknown keyword '" + block.name() + "'");
            } else {
                reader.read(into, new Words(block, diagnostics));
            }
        }
    }
}
