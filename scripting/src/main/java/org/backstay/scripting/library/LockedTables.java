package org.backstay.scripting.library;

import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaArguments;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;

/**
 * Tables that scripts read and cannot change. A script sees an empty table whose metatable reads from the real one; what goes past
 * metatables goes through the functions here. Of the loop that owns the Lua state.
 */
public final class LockedTables {
    private static final String READ_ONLY = "Attempt to modify a readonly table";

    private final LuaMachine machine;
    private final int registry;
    private final int next;

    /** A stack on which the empty tables that scripts see stand for good, so that one call looks at one. */
    private final long seen;

    private int count;

    private LockedTables(LuaMachine machine) {
        this.machine = machine;
        Lua.createTable(machine.lua(), 0, 0);
        this.registry = Lua.ref(machine.lua(), Lua.REGISTRY);
        LuaText.getField(machine.lua(), Lua.GLOBALS, "next");
        this.next = Lua.ref(machine.lua(), Lua.REGISTRY);
        this.seen = Lua.newThread(machine.lua());
        Lua.ref(machine.lua(), Lua.REGISTRY);
    }

    /** Puts functions that know of locked tables in the place of Lua's own. */
    public static LockedTables install(LuaMachine machine) {
        LockedTables tables = new LockedTables(machine);
        Lua.pushValue(machine.lua(), Lua.GLOBALS);
        machine.field("rawset", tables::rawSet)
                .field("rawget", tables::rawGet)
                .field("pairs", tables::pairs)
                .field("setmetatable", tables::setMetatable);
        Lua.pop(machine.lua(), 1);
        return tables;
    }

    /** Pushes the table that leads from what scripts see to what is behind it. */
    public void push() {
        Lua.rawGetI(machine.lua(), Lua.REGISTRY, registry);
    }

    /** Learns which tables have been locked, once all are. */
    public void close() {
        long lua = machine.lua();
        push();
        Lua.pushNil(lua);
        while (Lua.next(lua, -2) != 0) {
            Lua.pop(lua, 1);
            Lua.pushValue(lua, -1);
            Lua.checkStack(seen, 2);
            Lua.move(lua, seen, 1);
            count++;
        }
        Lua.pop(lua, 1);
    }

    /** Takes out what a script has put past the metatables with {@code table.insert}: elements, which no locked table has. */
    public void clean() {
        for (int table = 1; table <= count; table++) {
            for (int n = (int) Lua.objLen(seen, table); n > 0; n--) {
                Lua.pushNil(seen);
                Lua.rawSetI(seen, table, n);
            }
        }
    }

    /** The error for a write. */
    public static LuaError denied() {
        return new LuaError(READ_ONLY);
    }

    /** The error for an unknown global variable, whose name is the second argument. */
    public static LuaError missing(long lua) {
        String name = LuaText.text(lua, 2);
        if (name == null) {
            return new LuaError("Second argument to luaProtectedTableError must be a string or number");
        }
        return new LuaError("Script attempted to access nonexistent global variable '" + name + "'");
    }

    /** Pushes what is behind a locked table; nil for any other. */
    private void pushBehind(long lua, int index) {
        Lua.rawGetI(lua, Lua.REGISTRY, registry);
        Lua.pushValue(lua, index);
        Lua.rawGet(lua, -2);
        Lua.remove(lua, -2);
    }

    private boolean isLocked(long lua, int index) {
        pushBehind(lua, index);
        boolean locked = Lua.type(lua, -1) != Lua.NIL;
        Lua.pop(lua, 1);
        return locked;
    }

    /** Puts what is behind a locked table in its place on the stack. */
    private void unlock(long lua, int index) {
        pushBehind(lua, index);
        if (Lua.type(lua, -1) == Lua.NIL) {
            Lua.pop(lua, 1);
        } else {
            Lua.replace(lua, index);
        }
    }

    private static LuaError readOnly(long lua) {
        LuaText.push(lua, READ_ONLY);
        return LuaError.onStack();
    }

    private int rawSet(long lua) {
        LuaArguments.table(lua, 1);
        LuaArguments.any(lua, 2);
        LuaArguments.any(lua, 3);
        Lua.setTop(lua, 3);
        if (isLocked(lua, 1)) {
            throw readOnly(lua);
        }
        if (Lua.type(lua, 2) == Lua.NIL) {
            throw new LuaError("table index is nil");
        }
        if (Lua.type(lua, 2) == Lua.NUMBER && Double.isNaN(Lua.toNumber(lua, 2))) {
            throw new LuaError("table index is NaN");
        }
        Lua.rawSet(lua, 1);
        return 1;
    }

    private int rawGet(long lua) {
        LuaArguments.table(lua, 1);
        LuaArguments.any(lua, 2);
        Lua.setTop(lua, 2);
        unlock(lua, 1);
        Lua.rawGet(lua, 1);
        return 1;
    }

    /** A locked table is walked through as a copy, which the script may do with as it likes. */
    private int pairs(long lua) {
        LuaArguments.table(lua, 1);
        Lua.setTop(lua, 1);
        if (isLocked(lua, 1)) {
            unlock(lua, 1);
            Lua.createTable(lua, 0, 0);
            Lua.pushNil(lua);
            while (Lua.next(lua, 1) != 0) {
                Lua.pushValue(lua, -2);
                Lua.insert(lua, -2);
                Lua.rawSet(lua, 2);
            }
            Lua.replace(lua, 1);
        }
        Lua.rawGetI(lua, Lua.REGISTRY, next);
        Lua.insert(lua, 1);
        Lua.pushNil(lua);
        return 3;
    }

    private int setMetatable(long lua) {
        LuaArguments.table(lua, 1);
        int type = Lua.type(lua, 2);
        if (type != Lua.NIL && type != Lua.TABLE) {
            throw LuaArguments.bad(lua, 2, "nil or table expected");
        }
        if (isLocked(lua, 1)) {
            throw readOnly(lua);
        }
        if (Lua.getMetatable(lua, 1) != 0) {
            LuaText.getField(lua, -1, "__metatable");
            if (Lua.type(lua, -1) != Lua.NIL) {
                throw new LuaError("cannot change a protected metatable");
            }
        }
        Lua.setTop(lua, 2);
        Lua.setMetatable(lua, 1);
        return 1;
    }
}
