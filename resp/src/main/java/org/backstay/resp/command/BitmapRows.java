package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.ACCESS;
import static org.backstay.resp.command.KeySpec.Flag.OW;
import static org.backstay.resp.command.KeySpec.Flag.RO;
import static org.backstay.resp.command.KeySpec.Flag.RW;
import static org.backstay.resp.command.KeySpec.Flag.UPDATE;
import static org.backstay.resp.command.KeySpec.Flag.VARIABLE_FLAGS;

import java.util.List;

/** Commands for the bits of strings. */
public final class BitmapRows {
    private static final CommandFamily BITMAPS = new CommandFamily(CommandGroup.BITMAP, AclCategory.BITMAP);

    public static final CommandSpec BITCOUNT = BITMAPS.row("bitcount", -2)
            .syntax("key:key [index(start:integer end:integer [index_unit(BYTE | BIT)@7.0.0])]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("2.6.0")
            .takes("O(N)")
            .about("Counts the bits that are set in a string.");

    public static final CommandSpec BITFIELD = BITMAPS.row("bitfield", -2)
            .syntax("key:key [operation(GET=encoding_offset(encoding offset:integer) | "
                    + "write([OVERFLOW=wrap_sat_fail(WRAP | SAT | FAIL)] "
                    + "write_operation(SET=encoding_offset_value(encoding offset:integer value:integer) | "
                    + "INCRBY=encoding_offset_increment(encoding offset:integer increment:integer))))...]")
            .is(WRITE, DENYOOM)
            .key(1, RW, UPDATE, ACCESS, VARIABLE_FLAGS)
            .note("RW and UPDATE: some of its operations write")
            .since("3.2.0")
            .takes("O(1) a field")
            .about("Reads and changes integers of any width inside a string.");

    public static final CommandSpec BITFIELD_RO = BITMAPS.row("bitfield_ro", -2)
            .syntax("key:key [GET*=encoding_offset(encoding offset:integer)...]")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("6.0.0")
            .takes("O(1) a field")
            .about("Reads integers of any width inside a string.");

    public static final CommandSpec BITOP = BITMAPS.row("bitop", -4)
            .syntax("operation destkey:key key:key1...")
            .is(WRITE, DENYOOM)
            .key(2, OW, UPDATE)
            .keys(3, -1, 1, RO, ACCESS)
            .since("2.6.0")
            .takes("O(N)")
            .about("Combines strings bit by bit and stores the result.");

    public static final CommandSpec BITPOS = BITMAPS.row("bitpos", -3)
            .syntax(
                    "key:key bit:integer [index(start:integer [end_index(end:integer [index_unit(BYTE | BIT)@7.0.0])])]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("2.8.7")
            .takes("O(N)")
            .about("Finds the first bit that is set or clear.");

    public static final CommandSpec GETBIT = BITMAPS.row("getbit", 3)
            .syntax("key:key offset:integer")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("2.2.0")
            .takes("O(1)")
            .about("Gives one bit of a string.");

    public static final CommandSpec SETBIT = BITMAPS.row("setbit", 4)
            .syntax("key:key offset:integer value:integer")
            .is(WRITE, DENYOOM)
            .key(1, RW, ACCESS, UPDATE)
            .since("2.2.0")
            .takes("O(1)")
            .about("Sets or clears one bit of a string and gives the one before.");

    /** All of them. */
    public static final List<CommandSpec> ALL = BITMAPS.rows();

    private BitmapRows() {}
}
