/**
 * TLS: certificates and keys as OpenSSL's files have them, the directives that name them, and what they add to a connection.
 *
 * <p>Contexts are immutable and read on any loop; {@link org.backstay.node.tls.Tls} belongs to the loop of its program. Imports
 * {@code org.backstay.node}, {@code org.backstay.config} and Netty; the cryptography is the JDK's.
 */
@NullMarked
package org.backstay.node.tls;

import org.jspecify.annotations.NullMarked;
