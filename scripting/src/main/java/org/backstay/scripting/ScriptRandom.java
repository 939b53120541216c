package org.backstay.scripting;

import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaArguments;
import org.backstay.scripting.lua.LuaError;

/**
 * {@code math.random} as the original has it: the sequence of {@code lrand48}, the same on every machine for the same seed. Of the
 * loop that owns the Lua state.
 */
final class ScriptRandom {
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long INCREMENT = 0xB;
    private static final long MASK = (1L << 48) - 1;
    private static final long LOW_WORD = 0x330E;
    private static final long RANGE = 1L << 31;

    private long state = 0x1234ABCD330EL;

    int seed(long lua) {
        state = ((LuaArguments.integer(lua, 1) & 0xffff_ffffL) << 16) | LOW_WORD;
        return 0;
    }

    private double next() {
        state = (state * MULTIPLIER + INCREMENT) & MASK;
        return (double) (((state >>> 17) & (RANGE - 1)) % (RANGE - 1)) / (RANGE - 1);
    }

    int random(long lua) {
        double chance = next();
        switch (Lua.getTop(lua)) {
            case 0 -> Lua.pushNumber(lua, chance);
            case 1 -> {
                int most = (int) LuaArguments.integer(lua, 1);
                if (most < 1) {
                    throw LuaArguments.bad(lua, 1, "interval is empty");
                }
                Lua.pushNumber(lua, Math.floor(chance * most) + 1);
            }
            case 2 -> {
                int least = (int) LuaArguments.integer(lua, 1);
                int most = (int) LuaArguments.integer(lua, 2);
                if (least > most) {
                    throw LuaArguments.bad(lua, 2, "interval is empty");
                }
                Lua.pushNumber(lua, Math.floor(chance * (most - least + 1)) + least);
            }
            default -> throw new LuaError("wrong number of arguments");
        }
        return 1;
    }
}
