package org.backstay.redis.differential;

import java.util.List;

/** Sequences by their seeds. */
interface Sequences {
    /** The sequence that belongs to a seed, with about so many commands. */
    List<Step> of(long seed, int length);
}
