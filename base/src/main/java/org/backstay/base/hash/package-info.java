/**
 * Checksums that formats and protocols prescribe: RDB's CRC64 and the cluster's CRC16. For hash tables there is {@code
 * org.backstay.base.memory.SeededHash}; the sharding proxy has the functions of its own.
 *
 * <p>Stateless, for any thread. Imports {@code org.backstay.base.memory} and the JDK.
 */
@NullMarked
package org.backstay.base.hash;

import org.jspecify.annotations.NullMarked;
