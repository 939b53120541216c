/**
 * Addresses of the network as values.
 *
 * <p>Stateless, of any thread. Imports the JDK only.
 */
@NullMarked
package org.backstay.base.net;

import org.jspecify.annotations.NullMarked;
