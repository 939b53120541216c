package org.backstay.redis.command;

import static org.backstay.resp.command.GeoRows.GEOADD;
import static org.backstay.resp.command.GeoRows.GEODIST;
import static org.backstay.resp.command.GeoRows.GEOHASH;
import static org.backstay.resp.command.GeoRows.GEOPOS;
import static org.backstay.resp.command.GeoRows.GEORADIUS;
import static org.backstay.resp.command.GeoRows.GEORADIUSBYMEMBER;
import static org.backstay.resp.command.GeoRows.GEORADIUSBYMEMBER_RO;
import static org.backstay.resp.command.GeoRows.GEORADIUS_RO;
import static org.backstay.resp.command.GeoRows.GEOSEARCH;
import static org.backstay.resp.command.GeoRows.GEOSEARCHSTORE;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.backstay.base.number.ExtendedDecimal;
import org.backstay.keyspace.types.ScoreRange;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.command.GeoQuery.Form;
import org.backstay.redis.geo.Geohash;
import org.backstay.redis.geo.Place;
import org.backstay.redis.geo.SearchCells;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Places on the globe, kept in sorted sets by their geohash: GEOADD, GEOSEARCH and their relatives. */
public final class GeoCommands {
    private static final int DECIMALS = 4;
    private static final double SCALE = 10_000;

    /** A member that was found. */
    private record Found(byte[] member, double score, Place place, double distance) {}

    private GeoCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(GEOADD, GeoCommands::geoadd)
                .on(GEODIST, GeoCommands::geodist)
                .on(GEOHASH, GeoCommands::geohash)
                .on(GEOPOS, GeoCommands::geopos)
                .on(GEOSEARCH, call -> search(call, Form.SEARCH, false))
                .on(GEOSEARCHSTORE, call -> search(call, Form.STORE, false))
                .on(GEORADIUS, call -> search(call, Form.PLACE, true))
                .on(GEORADIUS_RO, call -> search(call, Form.PLACE, false))
                .on(GEORADIUSBYMEMBER, call -> search(call, Form.MEMBER, true))
                .on(GEORADIUSBYMEMBER_RO, call -> search(call, Form.MEMBER, false));
    }

    /** {@code GEOADD key [NX|XX] [CH] longitude latitude member [...]}: a ZADD with the geohashes as scores, for the log too. */
    private static void geoadd(Call call) {
        Request request = call.request();
        int options = 2;
        boolean nx = false;
        boolean xx = false;
        for (; options < request.size(); options++) {
            nx |= request.is(options, "nx");
            xx |= request.is(options, "xx");
            if (!request.is(options, "nx") && !request.is(options, "xx") && !request.is(options, "ch")) {
                break;
            }
        }
        if ((request.size() - options) % 3 != 0 || (nx && xx)) {
            throw Arguments.syntax();
        }
        byte[][] words = new byte[options + (request.size() - options) / 3 * 2][];
        words[0] = Words.of("ZADD");
        for (int i = 1; i < options; i++) {
            words[i] = request.bytes(i);
        }
        int word = options;
        for (int i = options; i < request.size(); i += 3) {
            words[word++] = Words.of(GeoQuery.place(request, i).score());
            words[word++] = request.bytes(i + 2);
        }
        add(call, words);
    }

    private static void add(Call call, byte[][] words) {
        Request zadd = Request.of(words);
        long changes = call.server().changes();
        try {
            SortedSetCommands.zadd(call, zadd);
        } finally {
            zadd.release();
        }
        if (call.server().changes() != changes) {
            call.propagateInstead(words);
        }
    }

    private static void geodist(Call call) {
        Request request = call.request();
        double unit = 1;
        if (request.size() == 5) {
            unit = GeoQuery.unit(request, 4);
        } else if (request.size() > 5) {
            throw Arguments.syntax();
        }
        ZSetValue zset = ZSets.forRead(call, 1);
        Place from = place(zset, request, 2);
        Place to = place(zset, request, 3);
        if (from == null || to == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(distance(from.distanceTo(to) / unit));
        }
    }

    private static @Nullable Place place(@Nullable ZSetValue zset, Request request, int member) {
        double score = zset == null ? Double.NaN : zset.score(request.address(member), request.length(member));
        return Double.isNaN(score) ? null : Place.ofScore(score);
    }

    /** A distance with four digits behind the point. */
    private static String distance(double distance) {
        return BigDecimal.valueOf((long) Math.rint(distance * SCALE), DECIMALS).toPlainString();
    }

    private static void geohash(Call call) {
        Request request = call.request();
        ZSetValue zset = ZSets.forRead(call, 1);
        call.reply().array(request.size() - 2);
        for (int i = 2; i < request.size(); i++) {
            Place place = place(zset, request, i);
            if (place == null) {
                call.reply().nil();
            } else {
                call.reply().bulk(Geohash.of(place));
            }
        }
    }

    private static void geopos(Call call) {
        Request request = call.request();
        ZSetValue zset = ZSets.forRead(call, 1);
        call.reply().array(request.size() - 2);
        for (int i = 2; i < request.size(); i++) {
            Place place = place(zset, request, i);
            if (place == null) {
                call.reply().nilArray();
            } else {
                reply(call.reply(), place);
            }
        }
    }

    private static void reply(ReplyWriter reply, Place place) {
        reply.array(2);
        reply.real(ExtendedDecimal.format(new BigDecimal(place.longitude())));
        reply.real(ExtendedDecimal.format(new BigDecimal(place.latitude())));
    }

    private static void search(Call call, Form form, boolean mayStore) {
        ZSetValue source = ZSets.forRead(call, form == Form.STORE ? 2 : 1);
        GeoQuery query = GeoQuery.parse(call, form, mayStore, source);
        List<Found> found = source == null ? List.of() : find(source, query);
        List<Found> wanted = found.subList(0, (int) Math.min(found.size(), query.most()));
        if (query.destination() == 0) {
            reply(call.reply(), query, wanted);
        } else {
            store(call, query, wanted);
        }
    }

    private static List<Found> find(ZSetValue source, GeoQuery query) {
        List<Found> found = new ArrayList<>();
        ElementView member = new ElementView();
        for (SearchCells.Scores cell : SearchCells.of(query.center(), query.area())) {
            ScoreRange range = new ScoreRange(cell.first(), false, cell.end(), true);
            boolean more = found.size() < query.enough() && source.seekFirst(range);
            while (more) {
                Place place = Place.ofScore(source.score());
                double distance = query.area().distanceInside(query.center(), place);
                if (!Double.isNaN(distance)) {
                    source.member(member);
                    found.add(new Found(member.toByteArray(), source.score(), place, distance));
                }
                more = found.size() < query.enough() && source.next() && source.covers(range);
            }
        }
        Comparator<Found> nearestFirst = Comparator.comparingDouble(Found::distance);
        switch (query.order()) {
            case ASCENDING -> found.sort(nearestFirst);
            case DESCENDING -> found.sort(nearestFirst.reversed());
            case NONE -> {}
        }
        return found;
    }

    private static void reply(ReplyWriter reply, GeoQuery query, List<Found> found) {
        reply.array(found.size());
        for (Found one : found) {
            if (query.facts() > 0) {
                reply.array(1 + query.facts());
            }
            reply.bulk(one.member());
            if (query.withDistances()) {
                reply.bulk(distance(one.distance() / query.area().unit()));
            }
            if (query.withHashes()) {
                reply.integer((long) one.score());
            }
            if (query.withPlaces()) {
                reply(reply, one.place());
            }
        }
    }

    private static void store(Call call, GeoQuery query, List<Found> found) {
        ZSetValue result = call.server().values().otherZset();
        result.createUnpacked();
        for (Found one : found) {
            Request member = Request.of(one.member());
            double score =
                    query.storesDistances() ? one.distance() / query.area().unit() : one.score();
            result.add(score, member.address(0), member.length(0));
            member.release();
        }
        boolean search = call.command().spec().equals(GEOSEARCHSTORE);
        KeyEvent event = search ? KeyEvent.GEOSEARCHSTORE : KeyEvent.GEORADIUSSTORE;
        SortedSetRangeCommands.storeResult(call, query.destination(), result, event);
    }
}
