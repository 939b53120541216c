package org.backstay.redis.geo;

/** What is searched, around a center; measures are in a unit of so many meters. */
public sealed interface Area {
    /** Meters of the unit that the client counts in. */
    double unit();

    /** How far from the center the area reaches at most, meters. */
    double reach();

    /** Half the area's width, meters. */
    double halfWidth();

    /** Half the area's height, meters. */
    double halfHeight();

    /** Meters from the center to a place inside, or NaN for one outside. */
    double distanceInside(Place center, Place place);

    /** All places up to a distance. */
    record Circle(double radius, double unit) implements Area {
        @Override
        public double reach() {
            return radius * unit;
        }

        @Override
        public double halfWidth() {
            return unit * radius;
        }

        @Override
        public double halfHeight() {
            return unit * radius;
        }

        @Override
        public double distanceInside(Place center, Place place) {
            double distance = center.distanceTo(place);
            return distance > radius * unit ? Double.NaN : distance;
        }
    }

    /** All places up to half a width away along their parallel, and half a height along the meridian. */
    record Box(double width, double height, double unit) implements Area {
        @Override
        public double reach() {
            return Math.sqrt((width / 2) * (width / 2) + (height / 2) * (height / 2)) * unit;
        }

        @Override
        public double halfWidth() {
            return unit * (width / 2);
        }

        @Override
        public double halfHeight() {
            return unit * (height / 2);
        }

        @Override
        public double distanceInside(Place center, Place place) {
            if (Globe.distanceOfLatitudes(place.latitude(), center.latitude()) > height * unit / 2) {
                return Double.NaN;
            }
            double alongParallel =
                    Globe.distance(place.longitude(), place.latitude(), center.longitude(), place.latitude());
            return alongParallel > width * unit / 2 ? Double.NaN : center.distanceTo(place);
        }
    }
}
