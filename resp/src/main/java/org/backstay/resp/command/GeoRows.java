package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.ACCESS;
import static org.backstay.resp.command.KeySpec.Flag.OW;
import static org.backstay.resp.command.KeySpec.Flag.RO;
import static org.backstay.resp.command.KeySpec.Flag.RW;
import static org.backstay.resp.command.KeySpec.Flag.UPDATE;

import java.util.List;

/** Commands for places on the globe, kept in sorted sets. */
public final class GeoRows {
    private static final CommandFamily PLACES = new CommandFamily(CommandGroup.GEO, AclCategory.GEO);

    public static final CommandSpec GEOADD = PLACES.row("geoadd", -5)
            .syntax("key:key [condition(NX | XX)@6.2.0] [change:CH@6.2.0] longitude_latitude_member(longitude:double "
                    + "latitude:double member)...")
            .is(WRITE, DENYOOM)
            .key(1, RW, UPDATE)
            .since("3.2.0")
            .takes("O(log(N)) a member")
            .about("Adds members with their places on the globe, or moves them.");

    public static final CommandSpec GEODIST = PLACES.row("geodist", -4)
            .syntax("key:key member1 member2 [unit(M | KM | FT | MI)]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("3.2.0")
            .takes("O(log(N))")
            .about("Gives the distance between two members.");

    public static final CommandSpec GEOHASH = PLACES.row("geohash", -2)
            .syntax("key:key member...")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("3.2.0")
            .takes("O(log(N)) a member")
            .about("Gives the places of members as geohash texts.");

    public static final CommandSpec GEOPOS = PLACES.row("geopos", -2)
            .syntax("key:key member...")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("3.2.0")
            .takes("O(log(N)) a member")
            .about("Gives the places of members as longitude and latitude.");

    public static final CommandSpec GEORADIUS = PLACES.row("georadius", -6)
            .syntax("key:key longitude:double latitude:double radius:double unit(M | KM | FT | MI) [WITHCOORD] "
                    + "[WITHDIST] [WITHHASH] [count(COUNT=count:integer [ANY@6.2.0])] [order(ASC | DESC)] "
                    + "[STORE=key:key1] [STOREDIST=key:key2]")
            .is(WRITE, DENYOOM)
            .key(1, RO, ACCESS)
            .keyAfter("STORE", 6, OW, UPDATE)
            .keyAfter("STOREDIST", 6, OW, UPDATE)
            .since("3.2.0")
            .takes("O(N+log(M))")
            .about("Finds the members within a distance of a place, and stores them if wanted.");

    public static final CommandSpec GEORADIUSBYMEMBER = PLACES.row("georadiusbymember", -5)
            .syntax("key:key member radius:double unit(M | KM | FT | MI) [WITHCOORD] [WITHDIST] [WITHHASH] "
                    + "[count(COUNT=count:integer [ANY])] [order(ASC | DESC)] [STORE=key:key1] [STOREDIST=key:key2]")
            .is(WRITE, DENYOOM)
            .key(1, RO, ACCESS)
            .keyAfter("STORE", 5, OW, UPDATE)
            .keyAfter("STOREDIST", 5, OW, UPDATE)
            .since("3.2.0")
            .takes("O(N+log(M))")
            .about("Finds the members within a distance of another one, and stores them if wanted.");

    public static final CommandSpec GEORADIUSBYMEMBER_RO = PLACES.row("georadiusbymember_ro", -5)
            .syntax("key:key member radius:double unit(M | KM | FT | MI) [WITHCOORD] [WITHDIST] [WITHHASH] "
                    + "[count(COUNT=count:integer [ANY])] [order(ASC | DESC)]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("3.2.10")
            .takes("O(N+log(M))")
            .about("Finds the members within a distance of another one.");

    public static final CommandSpec GEORADIUS_RO = PLACES.row("georadius_ro", -6)
            .syntax("key:key longitude:double latitude:double radius:double unit(M | KM | FT | MI) [WITHCOORD] "
                    + "[WITHDIST] [WITHHASH] [count(COUNT=count:integer [ANY@6.2.0])] [order(ASC | DESC)]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("3.2.10")
            .takes("O(N+log(M))")
            .about("Finds the members within a distance of a place.");

    public static final CommandSpec GEOSEARCH = PLACES.row("geosearch", -7)
            .syntax("key:key from(FROMMEMBER=member | FROMLONLAT=longitude_latitude(longitude:double "
                    + "latitude:double)) by(circle(BYRADIUS=radius:double unit(M | KM | FT | MI)) | "
                    + "box(BYBOX=width:double height:double unit(M | KM | FT | MI))) [order(ASC | DESC)] "
                    + "[count(COUNT=count:integer [ANY])] [WITHCOORD] [WITHDIST] [WITHHASH]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("6.2.0")
            .takes("O(N+log(M))")
            .about("Finds the members inside a circle or a box.");

    public static final CommandSpec GEOSEARCHSTORE = PLACES.row("geosearchstore", -8)
            .syntax("destination:key source:key1 from(FROMMEMBER=member | "
                    + "FROMLONLAT=longitude_latitude(longitude:double latitude:double)) "
                    + "by(circle(BYRADIUS=radius:double unit(M | KM | FT | MI)) | box(BYBOX=width:double height:double "
                    + "unit(M | KM | FT | MI))) [order(ASC | DESC)] [count(COUNT=count:integer [ANY])] [STOREDIST]")
            .is(WRITE, DENYOOM)
            .key(1, OW, UPDATE)
            .key(2, RO, ACCESS)
            .since("6.2.0")
            .takes("O(N+log(M))")
            .about("Stores the members inside a circle or a box.");

    /** All of them. */
    public static final List<CommandSpec> ALL = PLACES.rows();

    private GeoRows() {}
}
