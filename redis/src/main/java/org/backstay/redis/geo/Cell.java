package org.backstay.redis.geo;

/**
 * A cell of a geohash: the Mercator square halved {@code step} times in each direction. Its number interleaves the halves chosen,
 * those of longitude in the odd bits (from 0), those of latitude in the even ones.
 *
 * @param bits the number, twice {@code step} bits
 * @param step 1 to {@link #MOST_STEPS}
 */
record Cell(long bits, int step) {
    /** Halvings of a score: 52 bits, which a double holds exactly. */
    static final int MOST_STEPS = 26;

    private static final long LATITUDES = 0x5555555555555555L;
    private static final long LONGITUDES = ~LATITUDES;

    /** The cell around a place. */
    static Cell around(Place place, int step) {
        return new Cell(bits(place, step, Place.MAX_LATITUDE), step);
    }

    /** As {@link #around}, of a square that reaches to this latitude. */
    static long bits(Place place, int step, double latitudes) {
        double north = (place.latitude() + latitudes) / (latitudes + latitudes);
        double east = (place.longitude() + Place.MAX_LONGITUDE) / (Place.MAX_LONGITUDE + Place.MAX_LONGITUDE);
        double cells = 1L << step;
        return spread((long) (north * cells)) | (spread((long) (east * cells)) << 1);
    }

    /** Puts 32 bits into the even ones of 64. */
    private static long spread(long number) {
        return Long.expand(number & 0xFFFF_FFFFL, LATITUDES);
    }

    private static double degrees(long index, int step, double most) {
        return -most + index * 1.0 / (1L << step) * (most + most);
    }

    private long row() {
        return Long.compress(bits, LATITUDES);
    }

    private long column() {
        return Long.compress(bits, LONGITUDES);
    }

    double south() {
        return degrees(row(), step, Place.MAX_LATITUDE);
    }

    double north() {
        return degrees(row() + 1, step, Place.MAX_LATITUDE);
    }

    double west() {
        return degrees(column(), step, Place.MAX_LONGITUDE);
    }

    double east() {
        return degrees(column() + 1, step, Place.MAX_LONGITUDE);
    }

    /** The cell so many columns to the east and rows to the north; the square's edges meet their opposites. */
    Cell neighbour(int columns, int rows) {
        long mask = (1L << step) - 1;
        return new Cell(spread((row() + rows) & mask) | (spread((column() + columns) & mask) << 1), step);
    }

    /** The least score in the cell. */
    double firstScore() {
        return bits << (2 * (MOST_STEPS - step));
    }

    /** The least score behind the cell. */
    double endScore() {
        return (bits + 1) << (2 * (MOST_STEPS - step));
    }
}
