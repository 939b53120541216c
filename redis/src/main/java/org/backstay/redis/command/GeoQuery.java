package org.backstay.redis.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.backstay.base.number.DoubleText;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.redis.geo.Area;
import org.backstay.redis.geo.Place;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** What GEOSEARCH, GEORADIUS and their relatives ask for, read from their arguments. */
final class GeoQuery {
    /** How a command says where to search. */
    enum Form {
        /** {@code key longitude latitude radius unit}. */
        PLACE(6),
        /** {@code key member radius unit}. */
        MEMBER(5),
        /** {@code key}, the rest in options. */
        SEARCH(2),
        /** {@code destination key}, the rest in options. */
        STORE(3);

        private final int options;

        Form(int options) {
            this.options = options;
        }

        boolean isSearch() {
            return this == SEARCH || this == STORE;
        }
    }

    /** In which order members are shown. */
    enum Order {
        NONE,
        ASCENDING,
        DESCENDING
    }

    private static final Place NOWHERE = new Place(0, 0);

    private final Call call;
    private final Request request;
    private final Form form;
    private final boolean mayStore;
    private final @Nullable ZSetValue source;
    private Place center = NOWHERE;
    private Area area = new Area.Circle(0, 1);
    private boolean byMember;
    private boolean byPlace;
    private boolean byRadius;
    private boolean byBox;
    private boolean distances;
    private boolean hashes;
    private boolean places;
    private boolean any;
    private Order order = Order.NONE;
    private long count;
    private int destination;
    private boolean storesDistances;

    private GeoQuery(Call call, Form form, boolean mayStore, @Nullable ZSetValue source) {
        this.call = call;
        this.request = call.request();
        this.form = form;
        this.mayStore = mayStore;
        this.source = source;
        destination = form == Form.STORE ? 1 : 0;
    }

    /**
     * Reads the arguments.
     *
     * @param source what is searched; null if the key is not there, which not every flaw of the arguments survives
     */
    static GeoQuery parse(Call call, Form form, boolean mayStore, @Nullable ZSetValue source) {
        GeoQuery query = new GeoQuery(call, form, mayStore, source);
        query.readCenter();
        int at = form.options;
        while (at < query.request.size()) {
            at += query.readOption(at, query.request.size() - at - 1);
        }
        query.check();
        return query;
    }

    private void readCenter() {
        if (form == Form.PLACE) {
            center = place(call.request(), 2);
            area = circle(4);
        } else if (form == Form.MEMBER && source != null) {
            center = ofMember(source, 2);
            area = circle(3);
        }
    }

    /** A longitude and a latitude. */
    static Place place(Request request, int at) {
        Place place = new Place(number(request, at), number(request, at + 1));
        if (!place.isValid()) {
            throw new CommandException("ERR invalid longitude,latitude pair " + sixDigits(place.longitude()) + ","
                    + sixDigits(place.latitude()));
        }
        return place;
    }

    private static double number(Request request, int at) {
        return number(request, at, "ERR value is not a valid float");
    }

    private static double number(Request request, int at, String error) {
        double number = DoubleText.parse(request.address(at), request.length(at));
        if (Double.isNaN(number)) {
            throw new CommandException(error);
        }
        return number;
    }

    private static String sixDigits(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        String digits = new BigDecimal(Math.abs(number))
                .setScale(6, RoundingMode.HALF_EVEN)
                .toPlainString();
        return Math.copySign(1, number) < 0 ? "-" + digits : digits;
    }

    private Place ofMember(ZSetValue of, int at) {
        double score = of.score(request.address(at), request.length(at));
        if (Double.isNaN(score)) {
            throw new CommandException("ERR could not decode requested zset member");
        }
        return Place.ofScore(score);
    }

    private Area circle(int at) {
        double radius = number(request, at, "ERR need numeric radius");
        if (radius < 0) {
            throw new CommandException("ERR radius cannot be negative");
        }
        return new Area.Circle(radius, unit(request, at + 1));
    }

    private Area box(int at) {
        double width = number(request, at, "ERR need numeric width");
        double height = number(request, at + 1, "ERR need numeric height");
        if (width < 0 || height < 0) {
            throw new CommandException("ERR height or width cannot be negative");
        }
        return new Area.Box(width, height, unit(request, at + 2));
    }

    /** Meters of a unit. */
    static double unit(Request request, int at) {
        if (request.is(at, "m")) {
            return 1;
        }
        if (request.is(at, "km")) {
            return 1000;
        }
        if (request.is(at, "ft")) {
            return 0.3048;
        }
        if (request.is(at, "mi")) {
            return 1609.34;
        }
        throw new CommandException("ERR unsupported unit provided. please use M, KM, FT, MI");
    }

    /** Reads one option with what belongs to it; how many arguments that were. */
    private int readOption(int at, int behind) {
        if (readFlag(at)) {
            return 1;
        }
        if (request.is(at, "count") && behind >= 1) {
            count = Arguments.integer(request, at + 1);
            if (count <= 0) {
                throw new CommandException("ERR COUNT must be > 0");
            }
            return 2;
        }
        if (form.isSearch()) {
            return readSearchOption(at, behind);
        }
        boolean distance = request.is(at, "storedist");
        if (behind >= 1 && mayStore && (distance || request.is(at, "store"))) {
            destination = at + 1;
            storesDistances = distance;
            return 2;
        }
        throw Arguments.syntax();
    }

    private boolean readFlag(int at) {
        if (request.is(at, "withdist")) {
            distances = true;
        } else if (request.is(at, "withhash")) {
            hashes = true;
        } else if (request.is(at, "withcoord")) {
            places = true;
        } else if (request.is(at, "any")) {
            any = true;
        } else if (request.is(at, "asc")) {
            order = Order.ASCENDING;
        } else if (request.is(at, "desc")) {
            order = Order.DESCENDING;
        } else {
            return false;
        }
        return true;
    }

    private int readSearchOption(int at, int behind) {
        if (form == Form.STORE && request.is(at, "storedist")) {
            storesDistances = true;
            return 1;
        }
        if (request.is(at, "frommember") && behind >= 1 && !byPlace) {
            center = source == null ? NOWHERE : ofMember(source, at + 1);
            byMember = true;
            return 2;
        }
        if (request.is(at, "fromlonlat") && behind >= 2 && !byMember) {
            center = place(request, at + 1);
            byPlace = true;
            return 3;
        }
        if (request.is(at, "byradius") && behind >= 2 && !byBox) {
            area = circle(at + 1);
            byRadius = true;
            return 3;
        }
        if (request.is(at, "bybox") && behind >= 3 && !byRadius) {
            area = box(at + 1);
            byBox = true;
            return 4;
        }
        throw Arguments.syntax();
    }

    private void check() {
        if (destination > 0 && (distances || hashes || places)) {
            throw new CommandException("ERR " + (form == Form.STORE ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS")
                    + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
        }
        if (form.isSearch() && !byMember && !byPlace) {
            throw new CommandException(
                    "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for " + request.text(0));
        }
        if (form.isSearch() && !byRadius && !byBox) {
            throw new CommandException("ERR exactly one of BYRADIUS and BYBOX can be specified for " + request.text(0));
        }
        if (any && count == 0) {
            throw new CommandException("ERR the ANY argument requires COUNT argument");
        }
        // Some members, but which? The nearest, unless any will do.
        if (count > 0 && order == Order.NONE && !any) {
            order = Order.ASCENDING;
        }
    }

    Place center() {
        return center;
    }

    Area area() {
        return area;
    }

    Order order() {
        return order;
    }

    /** The most members wanted. */
    long most() {
        return count == 0 ? Long.MAX_VALUE : count;
    }

    /** How many members end the search, whichever they are. */
    long enough() {
        return any ? count : Long.MAX_VALUE;
    }

    boolean withDistances() {
        return distances;
    }

    boolean withHashes() {
        return hashes;
    }

    boolean withPlaces() {
        return places;
    }

    /** How many facts of a member are shown beside it. */
    int facts() {
        return (distances ? 1 : 0) + (hashes ? 1 : 0) + (places ? 1 : 0);
    }

    /** The argument with the key that the result is stored at; 0 if it is replied. */
    int destination() {
        return destination;
    }

    /** Whether distances are stored as scores, in place of hashes. */
    boolean storesDistances() {
        return storesDistances;
    }
}
