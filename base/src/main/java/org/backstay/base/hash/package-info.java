/**
 * Checksums and hash functions that formats and protocols prescribe: RDB's CRC64, the cluster's CRC16, and the family that
 * the sharding proxy offers. For hash tables there is {@code org.backstay.base.memory.SeededHash}.
 *
 * <p>Stateless, for any thread. Imports {@code org.backstay.base.memory} and the JDK.
 */
@NullMarked
package org.backstay.base.hash;

import org.jspecify.annotations.NullMarked;
