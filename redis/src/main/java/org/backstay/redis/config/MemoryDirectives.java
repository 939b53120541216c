package org.backstay.redis.config;

import static org.backstay.config.Directive.choice;
import static org.backstay.config.Directive.integer;
import static org.backstay.config.Directive.memory;
import static org.backstay.config.Directive.yesNo;

import java.util.List;
import org.backstay.config.Directive;
import org.backstay.keyspace.EvictionPolicy;

/** The directives of redis-server that concern the memory for data: its limit, what is evicted, and how memory is given back. */
public final class MemoryDirectives {
    private static final long EXABYTE = 1L << 60;
    private static final String FREED_IN_STEPS = "a large value is always freed a little at a time.";

    /** The most memory for data and buffers. */
    public static final Directive<Long> MAXMEMORY = memory("maxmemory", 0, EXABYTE)
            .standard(0L)
            .mutable()
            .about(
                    "The most bytes for keys, values and clients' buffers; 0 sets no limit. Beyond it, keys are evicted, or writes"
                            + " that need memory answer OOM.")
            .row();

    /** What is evicted when the memory is full. */
    public static final Directive<EvictionPolicy> MAXMEMORY_POLICY = choice("maxmemory-policy", EvictionPolicy.class)
            .standard(EvictionPolicy.NOEVICTION)
            .mutable()
            .about(
                    "Which keys are evicted beyond maxmemory: of all keys or of those that expire (volatile), those not used for"
                            + " longest (lru), least often (lfu), any (random), or those that expire first (ttl).")
            .row();

    /** How many keys are compared for one eviction. */
    public static final Directive<Integer> MAXMEMORY_SAMPLES = integer("maxmemory-samples", 1, Integer.MAX_VALUE)
            .standard(5)
            .mutable()
            .about("Keys compared for one eviction: more choose better and take longer.")
            .row();

    /** How long evicting may hold the loop. */
    public static final Directive<Integer> MAXMEMORY_EVICTION_TENACITY = integer("maxmemory-eviction-tenacity", 0, 100)
            .standard(10)
            .mutable()
            .about("How long evicting may hold up other work: 0 least, 10 half a millisecond, 100 without end.")
            .row();

    /** Whether a replica leaves evicting to its master. */
    public static final Directive<Boolean> REPLICA_IGNORE_MAXMEMORY = yesNo("replica-ignore-maxmemory")
            .alias("slave-ignore-maxmemory")
            .standard(true)
            .mutable()
            .about("A replica evicts nothing by itself; its master does.")
            .row();

    /** How fast access counters saturate. */
    public static final Directive<Integer> LFU_LOG_FACTOR = integer("lfu-log-factor", 0, Integer.MAX_VALUE)
            .standard(10)
            .mutable()
            .about("The higher, the more accesses it takes until a key's access counter is full.")
            .row();

    /** How fast access counters fall. */
    public static final Directive<Integer> LFU_DECAY_TIME = integer("lfu-decay-time", 0, Integer.MAX_VALUE)
            .standard(1)
            .mutable()
            .about("Minutes without an access after which a key's access counter falls by one; 0 never.")
            .row();

    /** How evicted values are freed. */
    public static final Directive<Boolean> LAZYFREE_LAZY_EVICTION = yesNo("lazyfree-lazy-eviction")
            .standard(false)
            .mutable()
            .about("Free evicted values a little at a time; otherwise at once.")
            .row();

    /** How expired values are freed. */
    public static final Directive<Boolean> LAZYFREE_LAZY_EXPIRE = yesNo("lazyfree-lazy-expire")
            .standard(false)
            .mutable()
            .withoutEffect(FREED_IN_STEPS)
            .row();

    /** How overwritten values are freed. */
    public static final Directive<Boolean> LAZYFREE_LAZY_SERVER_DEL = yesNo("lazyfree-lazy-server-del")
            .standard(false)
            .mutable()
            .withoutEffect(FREED_IN_STEPS)
            .row();

    /** How deleted values are freed. */
    public static final Directive<Boolean> LAZYFREE_LAZY_USER_DEL = yesNo("lazyfree-lazy-user-del")
            .standard(false)
            .mutable()
            .withoutEffect(FREED_IN_STEPS)
            .row();

    /** How flushed databases are freed. */
    public static final Directive<Boolean> LAZYFREE_LAZY_USER_FLUSH = yesNo("lazyfree-lazy-user-flush")
            .standard(false)
            .mutable()
            .about("FLUSHALL and FLUSHDB without SYNC or ASYNC free a little at a time; otherwise at once.")
            .row();

    /** How a replica's old data is freed. */
    public static final Directive<Boolean> REPLICA_LAZY_FLUSH = yesNo("replica-lazy-flush")
            .alias("slave-lazy-flush")
            .standard(false)
            .mutable()
            .withoutEffect(FREED_IN_STEPS)
            .row();

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS = List.of(
            MAXMEMORY,
            MAXMEMORY_POLICY,
            MAXMEMORY_SAMPLES,
            MAXMEMORY_EVICTION_TENACITY,
            REPLICA_IGNORE_MAXMEMORY,
            LFU_LOG_FACTOR,
            LFU_DECAY_TIME,
            LAZYFREE_LAZY_EVICTION,
            LAZYFREE_LAZY_EXPIRE,
            LAZYFREE_LAZY_SERVER_DEL,
            LAZYFREE_LAZY_USER_DEL,
            LAZYFREE_LAZY_USER_FLUSH,
            REPLICA_LAZY_FLUSH);

    private MemoryDirectives() {}
}
