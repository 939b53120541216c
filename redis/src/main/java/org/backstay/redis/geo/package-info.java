/**
 * Places on the globe: geohashes as sorted sets keep them, distances, and which cells a search must look at. Works on numbers; knows
 * neither clients nor keys. Stateless, of any thread. Imports nothing of ours.
 */
@NullMarked
package org.backstay.redis.geo;

import org.jspecify.annotations.NullMarked;
