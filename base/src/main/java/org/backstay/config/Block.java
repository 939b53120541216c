package org.backstay.config;

import java.util.List;

/**
 * A statement of a configuration in braces, and what stands between the braces behind it.
 *
 * @param statement the words before the brace, or the whole statement
 * @param body the statements in its braces; empty without braces
 * @param braced whether it has braces, if only empty ones
 */
public record Block(Statement statement, List<Block> body, boolean braced) {
    /** The keyword: the statement's first word. */
    public String name() {
        return statement.name();
    }
}
