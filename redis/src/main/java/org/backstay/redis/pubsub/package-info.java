/**
 * Who is subscribed to which channels and patterns. Owned by the server's loop; imports the server package for clients.
 */
@NullMarked
package org.backstay.redis.pubsub;

import org.jspecify.annotations.NullMarked;
