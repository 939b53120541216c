package org.backstay.redis.scripting;

import java.util.List;
import org.backstay.scripting.RegisteredFunction;

/**
 * A library of functions.
 *
 * @param name letters, digits and underscores
 * @param code its source, with its first line
 * @param functions what it has registered
 */
record Library(String name, byte[] code, List<RegisteredFunction> functions) {}
