package org.backstay.keyspace.types;

/**
 * Up to where collections stay packed: the directives of the same names. A changed limit acts on a collection when it is next written,
 * as in Redis. Beyond the limits a collection is converted, and stays so.
 *
 * @param listMaxListpackSize {@code list-max-listpack-size}: -1 to -5 for nodes of 4, 8, 16, 32 or 64 KiB, or the most entries of a node
 * @param hashMaxListpackEntries {@code hash-max-listpack-entries}: fields of a packed hash
 * @param hashMaxListpackValue {@code hash-max-listpack-value}: bytes of the longest field or value of a packed hash
 * @param setMaxIntsetEntries {@code set-max-intset-entries}: members of a set of integers kept as an intset
 * @param zsetMaxListpackEntries {@code zset-max-listpack-entries}: members of a packed sorted set
 * @param zsetMaxListpackValue {@code zset-max-listpack-value}: bytes of the longest member of a packed sorted set
 */
public record EncodingLimits(
        int listMaxListpackSize,
        long hashMaxListpackEntries,
        long hashMaxListpackValue,
        long setMaxIntsetEntries,
        long zsetMaxListpackEntries,
        long zsetMaxListpackValue) {

    /** The limits of Redis 7.0 without a configuration. */
    public static final EncodingLimits DEFAULTS = new EncodingLimits(-2, 512, 64, 512, 128, 64);

    /** Redis keeps nodes bounded by a count under this many bytes all the same. */
    private static final int COUNTED_NODE_BYTES = 8192;

    private static final int SMALLEST_NODE_BYTES = 4096;
    private static final int LARGEST_NODE_STEP = 5;

    /** The most bytes of a list's node. */
    public int listNodeBytes() {
        if (listMaxListpackSize >= 0) {
            return COUNTED_NODE_BYTES;
        }
        return SMALLEST_NODE_BYTES << (Math.min(-listMaxListpackSize, LARGEST_NODE_STEP) - 1);
    }

    /** The most entries of a list's node; at least one. */
    public int listNodeEntries() {
        return listMaxListpackSize > 0 ? listMaxListpackSize : listMaxListpackSize == 0 ? 1 : Integer.MAX_VALUE;
    }
}
