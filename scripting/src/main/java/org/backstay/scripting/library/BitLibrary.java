package org.backstay.scripting.library;

import java.util.function.IntBinaryOperator;
import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaArguments;
import org.backstay.scripting.lua.LuaFunction;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;

/** {@code bit}: operations on the low 32 bits of numbers. Stateless; of the loop that owns the Lua state. */
public final class BitLibrary {
    /** Added to a number, it puts the number's low 32 bits into the low bits of the sum's representation: 2^52 + 2^51. */
    private static final double LOW_BITS = 6_755_399_441_055_744.0;

    private BitLibrary() {}

    /** Makes the global table. */
    public static void install(LuaMachine machine) {
        machine.globalTable("bit")
                .field("tobit", lua -> answer(lua, bits(lua, 1)))
                .field("bnot", lua -> answer(lua, ~bits(lua, 1)))
                .field("band", all((a, b) -> a & b))
                .field("bor", all((a, b) -> a | b))
                .field("bxor", all((a, b) -> a ^ b))
                .field("lshift", two((value, n) -> value << n))
                .field("rshift", two((value, n) -> value >>> n))
                .field("arshift", two((value, n) -> value >> n))
                .field("rol", two(Integer::rotateLeft))
                .field("ror", two(Integer::rotateRight))
                .field("bswap", lua -> answer(lua, Integer.reverseBytes(bits(lua, 1))))
                .field("tohex", BitLibrary::toHex);
        Lua.pop(machine.lua(), 1);
    }

    private static int bits(long lua, int index) {
        int bits = (int) Double.doubleToRawLongBits(Lua.toNumber(lua, index) + LOW_BITS);
        if (bits == 0) {
            LuaArguments.number(lua, index);
        }
        return bits;
    }

    private static int answer(long lua, int bits) {
        Lua.pushNumber(lua, bits);
        return 1;
    }

    private static LuaFunction all(IntBinaryOperator operator) {
        return lua -> {
            int result = bits(lua, 1);
            for (int i = Lua.getTop(lua); i > 1; i--) {
                result = operator.applyAsInt(result, bits(lua, i));
            }
            return answer(lua, result);
        };
    }

    private static LuaFunction two(IntBinaryOperator operator) {
        return lua -> answer(lua, operator.applyAsInt(bits(lua, 1), bits(lua, 2) & 31));
    }

    /** The last digits of the number; a negative count asks for capitals. */
    private static int toHex(long lua) {
        int value = bits(lua, 1);
        int count = Lua.type(lua, 2) == Lua.NONE ? 8 : bits(lua, 2);
        String digits = String.format("%08x", value);
        String wanted = digits.substring(8 - Math.min(8, Math.abs(count == Integer.MIN_VALUE ? 8 : count)));
        LuaText.push(lua, count < 0 ? wanted.toUpperCase(java.util.Locale.ROOT) : wanted);
        return 1;
    }
}
