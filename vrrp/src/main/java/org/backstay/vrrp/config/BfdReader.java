package org.backstay.vrrp.config;

import java.math.BigDecimal;
import org.backstay.base.net.IpAddress;
import org.backstay.config.Block;
import org.jspecify.annotations.Nullable;

/** A {@code bfd_instance}. */
final class BfdReader {
    private static final int LONGEST_NAME = 31;
    private static final int MOST_WEIGHT = 253;
    private static final int MOST_HOPS = 255;
    private static final int HOP_LIMIT_4 = 255;
    private static final int HOP_LIMIT_6 = 64;
    private static final long DEFAULT_INTERVAL = 10_000;
    private static final long DEFAULT_IDLE = 1_000_000;
    private static final int DEFAULT_MULTIPLIER = 5;
    private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(4_294_967);

    private final Diagnostics diagnostics;
    private final String name;
    private @Nullable IpAddress neighbour;
    private @Nullable IpAddress source;
    private long minReceive = DEFAULT_INTERVAL;
    private long minSend = DEFAULT_INTERVAL;
    private long idleSend = DEFAULT_IDLE;
    private int multiplier = DEFAULT_MULTIPLIER;
    private boolean passive;
    private int hopLimit;
    private int mostHops;
    private int weight;
    private boolean reverse;

    private static final Keywords<BfdReader> KEYWORDS = new Keywords<BfdReader>()
            .on("neighbor_ip", (b, w) -> b.neighbour = w.address(1))
            .on("neighbour_ip", (b, w) -> b.neighbour = w.address(1))
            .on("source_ip", (b, w) -> b.source = w.address(1))
            .on("min_rx", (b, w) -> b.minReceive = micros(w, 1, b.minReceive))
            .on("min_tx", (b, w) -> b.minSend = micros(w, 1, b.minSend))
            .on("idle_tx", (b, w) -> b.idleSend = micros(w, 1_000, b.idleSend))
            .on("multiplier", (b, w) -> b.multiplier = w.integer(1, 1, 255, DEFAULT_MULTIPLIER))
            .on("passive", (b, w) -> b.passive = true)
            .on("ttl", (b, w) -> b.hopLimit = w.integer(1, 1, MOST_HOPS, 0))
            .on("hoplimit", (b, w) -> b.hopLimit = w.integer(1, 1, MOST_HOPS, 0))
            .on("max_hops", (b, w) -> b.mostHops = w.integer(1, -1, MOST_HOPS, 0) & MOST_HOPS)
            .on("weight", BfdReader::weight)
            .accept("vrrp", "checker"); // one process hears all

    private BfdReader(String name, Diagnostics diagnostics) {
        this.name = name;
        this.diagnostics = diagnostics;
    }

    /** Reads one; reported and null when it can't run. */
    static @Nullable BfdConfig read(String name, Block block, Diagnostics diagnostics) {
        BfdReader reader = new BfdReader(name, diagnostics);
        KEYWORDS.read(reader, block.body(), diagnostics);
        return reader.build(block);
    }

    private @Nullable BfdConfig build(Block block) {
        IpAddress other = neighbour;
        if (name.length() > LONGEST_NAME) {
            diagnostics.fault(block.statement(), "BFD name " + name + " too long");
            return null;
        }
        if (other == null) {
            fault("has no neighbor address set, disabling instance");
            return null;
        }
        if (source != null && source.version() != other.version()) {
            fault("source address " + source + " and neighbor address " + other
                    + " are not of the same family, disabling instance");
            return null;
        }
        int sent = hopLimit > 0 ? hopLimit : other.version() == 4 ? HOP_LIMIT_4 : HOP_LIMIT_6;
        if (mostHops != BfdConfig.ANY_HOPS && mostHops > sent) {
            fault("max_hops exceeds ttl/hoplimit - setting to ttl/hoplimit");
            mostHops = sent;
        }
        return new BfdConfig(
                name,
                other,
                source,
                minReceive,
                minSend,
                idleSend,
                multiplier,
                passive,
                sent,
                mostHops,
                weight,
                reverse);
    }

    private void fault(String what) {
        diagnostics.fault("Configuration error: BFD instance " + name + " " + what);
    }

    private void weight(Words words) {
        weight = words.integer(1, -MOST_WEIGHT, MOST_WEIGHT, 0);
        reverse = "reverse".equals(words.optional(2));
    }

    /** Milliseconds with fractions, as microseconds. */
    private static long micros(Words words, int least, long otherwise) {
        String text = words.required(1);
        if (text == null) {
            return otherwise;
        }
        try {
            BigDecimal value = text.length() > 20 ? MOST_MILLIS.add(BigDecimal.ONE) : new BigDecimal(text);
            if (value.compareTo(BigDecimal.valueOf(least)) >= 0 && value.compareTo(MOST_MILLIS) <= 0) {
                return value.movePointRight(3).longValue();
            }
            words.fault("time '" + text + "' outside range [" + least + ", " + MOST_MILLIS + "] ms");
        } catch (NumberFormatException notANumber) {
            words.fault("invalid time '" + text + "'");
        }
        return otherwise;
    }
}
