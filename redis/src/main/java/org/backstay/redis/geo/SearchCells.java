package org.backstay.redis.geo;

import java.util.ArrayList;
import java.util.List;

/**
 * The ranges of scores that a search looks at: the center's cell, as small as can be with its eight neighbours still covering the area,
 * and those of the neighbours that the area touches. In the order of the original, which shows where COUNT stops a search early.
 */
public final class SearchCells {
    /**
     * Scores of one cell.
     *
     * @param first the least
     * @param end the least beyond
     */
    public record Scores(double first, double end) {}

    /** Half the equator, meters: the largest reach that a smaller cell than a quarter of the square can have. */
    private static final double MERCATOR_MAX = 20037726.37;

    private static final int[] COLUMNS = {0, 0, 0, 1, -1, 1, -1, 1, -1};
    private static final int[] ROWS = {0, 1, -1, 0, 0, 1, 1, -1, -1};

    private final double north;
    private final double south;
    private final double east;
    private final double west;

    private SearchCells(Place center, Area area) {
        double height = Globe.degrees(area.halfHeight() / Globe.RADIUS);
        // Meridians are closer together on the side of the pole; the original takes that side's in the north, the other
        // in the south.
        double widest = center.latitude() + (center.latitude() < 0 ? -height : height);
        double width = Globe.degrees(area.halfWidth() / Globe.RADIUS / Math.cos(Globe.radians(widest)));
        north = center.latitude() + height;
        south = center.latitude() - height;
        east = center.longitude() + width;
        west = center.longitude() - width;
    }

    /** The ranges for an area around a center. */
    public static List<Scores> of(Place center, Area area) {
        SearchCells search = new SearchCells(center, area);
        Cell cell = Cell.around(center, steps(area.reach(), center.latitude()));
        if (cell.step() > 1 && !search.isCoveredAround(cell)) {
            cell = Cell.around(center, cell.step() - 1);
        }
        return search.touched(cell);
    }

    /** How often to halve the square for cells of about a reach; fewer times near the poles, where cells are narrow. */
    private static int steps(double reach, double latitude) {
        if (reach == 0) {
            return Cell.MOST_STEPS;
        }
        int steps = -1;
        for (double meters = reach; meters < MERCATOR_MAX; meters *= 2) {
            steps++;
        }
        double fromEquator = Math.abs(latitude);
        steps -= fromEquator > 80 ? 2 : fromEquator > 66 ? 1 : 0;
        return Math.clamp(steps, 1, Cell.MOST_STEPS);
    }

    private boolean isCoveredAround(Cell cell) {
        return !(cell.neighbour(0, 1).north() < north)
                && !(cell.neighbour(0, -1).south() > south)
                && !(cell.neighbour(1, 0).east() < east)
                && !(cell.neighbour(-1, 0).west() > west);
    }

    private List<Scores> touched(Cell cell) {
        List<Scores> ranges = new ArrayList<>(COLUMNS.length);
        Cell last = cell;
        ranges.add(scores(cell));
        for (int i = 1; i < COLUMNS.length; i++) {
            Cell neighbour = cell.neighbour(COLUMNS[i], ROWS[i]);
            boolean useless = cell.step() >= 2 && isOutside(cell, COLUMNS[i], ROWS[i]);
            // Large cells have the same neighbour on both sides.
            if (!useless && !neighbour.equals(last)) {
                ranges.add(scores(neighbour));
                last = neighbour;
            }
        }
        return ranges;
    }

    private boolean isOutside(Cell cell, int columns, int rows) {
        return (rows < 0 && cell.south() < south)
                || (rows > 0 && cell.north() > north)
                || (columns < 0 && cell.west() < west)
                || (columns > 0 && cell.east() > east);
    }

    private static Scores scores(Cell cell) {
        return new Scores(cell.firstScore(), cell.endScore());
    }
}
