package org.backstay.redis.geo;

/** The earth as a sphere. */
final class Globe {
    /** Quadratic mean radius of WGS 84, meters. */
    static final double RADIUS = 6372797.560856;

    private static final double RADIANS = Math.PI / 180;

    private Globe() {}

    static double radians(double degrees) {
        return degrees * RADIANS;
    }

    static double degrees(double radians) {
        return radians / RADIANS;
    }

    /** Meters along a great circle, by the haversine formula. */
    static double distance(double longitude1, double latitude1, double longitude2, double latitude2) {
        double v = Math.sin((radians(longitude2) - radians(longitude1)) / 2);
        if (v == 0) {
            return distanceOfLatitudes(latitude1, latitude2);
        }
        double from = radians(latitude1);
        double to = radians(latitude2);
        double u = Math.sin((to - from) / 2);
        double a = u * u + Math.cos(from) * Math.cos(to) * v * v;
        return 2 * RADIUS * Math.asin(Math.sqrt(a));
    }

    /** Meters along a meridian. */
    static double distanceOfLatitudes(double latitude1, double latitude2) {
        return RADIUS * Math.abs(radians(latitude2) - radians(latitude1));
    }
}
