/**
 * What the nodes of a stack say of themselves, asked over the network as any client would. Owned by one loop; imports the topology and
 * the RESP client.
 */
@NullMarked
package org.backstay.stack.probe;

import org.jspecify.annotations.NullMarked;
