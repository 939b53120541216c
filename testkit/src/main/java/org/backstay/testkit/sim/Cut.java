package org.backstay.testkit.sim;

/** How a link fails. */
public enum Cut {
    /** Whatever is sent vanishes: connections hang until the link heals, new ones time out. */
    BLACK_HOLE,
    /** Whatever is sent is answered with a reset: connections break, new ones are refused. */
    REJECT
}
