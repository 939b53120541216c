package org.backstay.scripting;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;
import org.jspecify.annotations.Nullable;

/** {@code redis.register_function}, while a library is loaded. Of the loop that owns the Lua state. */
final class Registration {
    private static final int NOT_GIVEN = 0;

    private final LuaMachine machine;
    private final List<RegisteredFunction> functions = new ArrayList<>();
    private boolean open;

    Registration(LuaMachine machine) {
        this.machine = machine;
    }

    void begin() {
        functions.clear();
        open = true;
    }

    List<RegisteredFunction> finish() {
        open = false;
        return List.copyOf(functions);
    }

    void abandon() {
        open = false;
        functions.forEach(function -> Lua.unref(machine.lua(), Lua.REGISTRY, function.number()));
        functions.clear();
    }

    private static LuaError refuse(long lua, String text) {
        ReplyToLua.pushError(lua, "ERR " + text, false);
        return LuaError.onStack();
    }

    int register(long lua) {
        if (!open) {
            throw refuse(lua, "redis.register_function can only be called on FUNCTION LOAD command");
        }
        int arguments = Lua.getTop(lua);
        if (arguments < 1 || arguments > 2) {
            throw refuse(lua, "wrong number of arguments to redis.register_function");
        }
        RegisteredFunction function = arguments == 1 ? named(lua) : positional(lua);
        String fault = fault(function);
        if (fault != null) {
            Lua.unref(lua, Lua.REGISTRY, function.number());
            throw refuse(lua, fault);
        }
        functions.add(function);
        return 0;
    }

    private @Nullable String fault(RegisteredFunction function) {
        if (!RegisteredFunction.isName(function.name())) {
            return "Library names can only contain letters, numbers, or underscores(_) and must be at least one character long";
        }
        boolean known = functions.stream().anyMatch(each -> each.name().equals(function.name()));
        return known ? "Function already exists in the library" : null;
    }

    private static RegisteredFunction positional(long lua) {
        String name = LuaText.text(lua, 1);
        if (name == null) {
            throw refuse(lua, "first argument to redis.register_function must be a string");
        }
        if (Lua.type(lua, 2) != Lua.FUNCTION) {
            throw refuse(lua, "second argument to redis.register_function must be a function");
        }
        return new RegisteredFunction(name, Lua.ref(lua, Lua.REGISTRY), null, Set.of());
    }

    /** Named arguments while they are read. */
    private static final class Named {
        private @Nullable String name;
        private @Nullable String description;
        private int callback = NOT_GIVEN;
        private Set<ScriptFlag> flags = Set.of();
    }

    private static RegisteredFunction named(long lua) {
        if (Lua.type(lua, 1) != Lua.TABLE) {
            throw refuse(
                    lua,
                    "calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).");
        }
        Named given = new Named();
        String fault = read(lua, given);
        if (fault == null && given.name == null) {
            fault = "redis.register_function must get a function name argument";
        }
        if (fault == null && given.callback == NOT_GIVEN) {
            fault = "redis.register_function must get a callback argument";
        }
        if (fault != null || given.name == null) {
            if (given.callback != NOT_GIVEN) {
                Lua.unref(lua, Lua.REGISTRY, given.callback);
            }
            throw refuse(lua, String.valueOf(fault));
        }
        return new RegisteredFunction(given.name, given.callback, given.description, given.flags);
    }

    private static @Nullable String read(long lua, Named given) {
        Lua.pushNil(lua);
        while (Lua.next(lua, 1) != 0) {
            if (Lua.type(lua, -2) != Lua.STRING) {
                return "named argument key given to redis.register_function is not a string";
            }
            String fault =
                    read(lua, given, String.valueOf(LuaText.text(lua, -2)).toLowerCase(Locale.ROOT));
            if (fault != null) {
                return fault;
            }
            Lua.setTop(lua, 2);
        }
        return null;
    }

    /** Reads the argument on the top. */
    private static @Nullable String read(long lua, Named given, String argument) {
        return switch (argument) {
            case "function_name" -> {
                given.name = LuaText.text(lua, -1);
                yield given.name == null ? textWanted(argument) : null;
            }
            case "description" -> {
                given.description = LuaText.text(lua, -1);
                yield given.description == null ? textWanted(argument) : null;
            }
            case "callback" -> readCallback(lua, given);
            case "flags" -> readFlags(lua, given);
            default -> "unknown argument given to redis.register_function";
        };
    }

    private static String textWanted(String argument) {
        return argument + " argument given to redis.register_function must be a string";
    }

    private static @Nullable String readCallback(long lua, Named given) {
        if (Lua.type(lua, -1) != Lua.FUNCTION) {
            return "callback argument given to redis.register_function must be a function";
        }
        given.callback = Lua.ref(lua, Lua.REGISTRY);
        return null;
    }

    private static @Nullable String readFlags(long lua, Named given) {
        if (Lua.type(lua, -1) != Lua.TABLE) {
            return "flags argument to redis.register_function must be a table representing function flags";
        }
        Set<ScriptFlag> flags = flags(lua);
        given.flags = flags == null ? Set.of() : flags;
        return flags == null ? "unknown flag given" : null;
    }

    private static @Nullable Set<ScriptFlag> flags(long lua) {
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (int i = 1; ; i++) {
            Lua.rawGetI(lua, -1, i);
            if (Lua.type(lua, -1) == Lua.NIL) {
                Lua.pop(lua, 1);
                return flags;
            }
            String word = LuaText.text(lua, -1);
            Lua.pop(lua, 1);
            ScriptFlag flag = word == null ? null : ScriptFlag.of(word.toLowerCase(Locale.ROOT));
            if (flag == null) {
                return null;
            }
            flags.add(flag);
        }
    }
}
