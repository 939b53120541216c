package org.backstay.redis.command;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.backstay.redis.server.ServerIdentity;

/** LOLWUT: a mast, its stays and the sea, never twice the same; and the version, which some clients look for there. */
final class Lolwut {
    private static final int WIDTH = 60;
    private static final int HEIGHT = 14;
    private static final String SEA = "~~~~~~-~~~_~~~~^~~";

    private Lolwut() {}

    static String draw(RandomGenerator random) {
        char[][] canvas = new char[HEIGHT][WIDTH];
        for (char[] row : canvas) {
            Arrays.fill(row, ' ');
        }
        int mast = WIDTH / 3 + random.nextInt(WIDTH / 3);
        stay(canvas, mast, Math.max(mast - HEIGHT - random.nextInt(6), 1), '/');
        stay(canvas, mast, Math.min(mast + HEIGHT + random.nextInt(6), WIDTH - 2), '\\');
        for (char[] row : canvas) {
            row[mast] = '|';
        }
        for (int x = 0; x < WIDTH; x++) {
            canvas[HEIGHT - 1][x] = SEA.charAt(random.nextInt(SEA.length()));
        }
        StringBuilder text = new StringBuilder();
        for (char[] row : canvas) {
            text.append(new String(row).stripTrailing()).append('\n');
        }
        return text + "\nA backstay keeps the mast up. Redis ver. " + ServerIdentity.REDIS_VERSION + "\n";
    }

    /** A line from the mast's top to a place at deck's height. */
    private static void stay(char[][] canvas, int mast, int foot, char stroke) {
        for (int y = 0; y < HEIGHT - 1; y++) {
            canvas[y][mast + (foot - mast) * y / (HEIGHT - 1)] = stroke;
        }
    }
}
