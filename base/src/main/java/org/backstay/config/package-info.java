/**
 * Configuration in four steps: text, statements with file and line, the directive table, the record.
 *
 * <p>Runs on the starting thread of a program, and on its owning loop when a directive is read or changed at run time. Imports
 * {@code org.backstay.base}, the JDK and the YAML reader.
 */
@NullMarked
package org.backstay.config;

import org.jspecify.annotations.NullMarked;
