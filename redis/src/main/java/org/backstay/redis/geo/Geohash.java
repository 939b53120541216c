package org.backstay.redis.geo;

/** The text form of a place that geohash.org knows: eleven letters, of a square that reaches the poles. */
public final class Geohash {
    private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final double POLE = 90;
    private static final int LETTERS = 11;
    private static final int BITS = 5;

    private Geohash() {}

    /** The text of a place. The 52 bits fill ten letters; the last one is always 0. */
    public static String of(Place place) {
        long bits = Cell.bits(place, Cell.MOST_STEPS, POLE);
        StringBuilder text = new StringBuilder(LETTERS);
        for (int i = 1; i < LETTERS; i++) {
            text.append(ALPHABET.charAt((int) (bits >>> (2 * Cell.MOST_STEPS - i * BITS)) & 31));
        }
        return text.append(ALPHABET.charAt(0)).toString();
    }
}
