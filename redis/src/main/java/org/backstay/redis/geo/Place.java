package org.backstay.redis.geo;

/**
 * A point on the globe.
 *
 * @param longitude degrees east, -180 to 180
 * @param latitude degrees north, -90 to 90; only {@link #MAX_LATITUDE} is reached by what sorted sets keep
 */
public record Place(double longitude, double latitude) {
    /** The greatest longitude, degrees; the least is its negative. */
    public static final double MAX_LONGITUDE = 180;

    /** The greatest latitude of the Mercator square, degrees; the least is its negative. */
    public static final double MAX_LATITUDE = 85.05112878;

    /** Whether sorted sets can keep it. */
    public boolean isValid() {
        return Math.abs(longitude) <= MAX_LONGITUDE && Math.abs(latitude) <= MAX_LATITUDE;
    }

    /** The place in the middle of the cell that a member's score names. */
    public static Place ofScore(double score) {
        Cell cell = new Cell((long) score, Cell.MOST_STEPS);
        return new Place(
                clamp((cell.west() + cell.east()) / 2, MAX_LONGITUDE),
                clamp((cell.south() + cell.north()) / 2, MAX_LATITUDE));
    }

    private static double clamp(double degrees, double most) {
        return Math.clamp(degrees, -most, most);
    }

    /** The score by which a sorted set keeps it: the number of its smallest cell. */
    public long score() {
        return Cell.around(this, Cell.MOST_STEPS).bits();
    }

    /** The way to another place along a great circle, meters. */
    public double distanceTo(Place other) {
        return Globe.distance(longitude, latitude, other.longitude, other.latitude);
    }
}
