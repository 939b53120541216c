package org.backstay.proxy.ring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The continuum of ketama: every server has points on a circle of 32 bits, and a hash belongs to the first point at or after it.
 *
 * <p>The points are those of libmemcached with weights: 160 a server on average, shared out by weight in single-precision
 * arithmetic, which decides how many a server gets and so is repeated here operation for operation; four from each MD5 of
 * {@code NAME-N}.
 */
final class KetamaRing implements Ring {
    private static final int POINTS_PER_SERVER = 160;
    private static final int POINTS_PER_HASH = 4;

    /** What libmemcached adds before it rounds down. */
    private static final double NUDGE = 0.0000000001;

    /** The upper bits of a hash that {@link #first} is indexed by. */
    private static final int INDEX_BITS = 12;

    private final int[] points;
    private final int[] servers;

    /** For each value of a hash's upper bits, the first point that may be it: the search begins near its end. */
    private final int[] first = new int[(1 << INDEX_BITS) + 1];

    KetamaRing(List<RingMember> members) {
        List<Point> sorted = points(members);
        // Equal points keep the order of the servers: a stable sort, as the original's is in practice.
        sorted.sort(Comparator.comparingLong(Point::value));
        points = sorted.stream().mapToInt(p -> (int) p.value).toArray();
        servers = sorted.stream().mapToInt(Point::server).toArray();
        int at = 0;
        for (int slot = 0; slot < first.length; slot++) {
            long from = (long) slot << (Integer.SIZE - INDEX_BITS);
            while (at < points.length && Integer.toUnsignedLong(points[at]) < from) {
                at++;
            }
            first[slot] = at;
        }
    }

    private record Point(long value, int server) {}

    private static List<Point> points(List<RingMember> members) {
        long total = members.stream().mapToLong(RingMember::weight).sum();
        List<Point> points = new ArrayList<>();
        for (RingMember member : members) {
            int hashes = hashes(member.weight(), total, members.size());
            for (int i = 0; i < hashes; i++) {
                byte[] text = (member.name() + "-" + i).getBytes(StandardCharsets.UTF_8);
                for (int word : Md5.words(text)) {
                    points.add(new Point(Integer.toUnsignedLong(word), member.index()));
                }
            }
        }
        return points;
    }

    private static int hashes(int weight, long total, int members) {
        float share = (float) weight / (float) total;
        float exact = (float) (share * POINTS_PER_SERVER / POINTS_PER_HASH * (float) members + NUDGE);
        return (int) Math.floor(exact);
    }

    @Override
    public int server(int hash) {
        int slot = hash >>> (Integer.SIZE - INDEX_BITS);
        int at = first[slot];
        int end = first[slot + 1];
        while (at < end && Integer.compareUnsigned(points[at], hash) < 0) {
            at++;
        }
        return servers[at == points.length ? 0 : at];
    }
}
