package org.backstay.redis.scripting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.backstay.config.QuotedWords;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.Libraries;
import org.backstay.scripting.RegisteredFunction;
import org.backstay.scripting.ScriptEngine;
import org.backstay.scripting.ScriptException;
import org.jspecify.annotations.Nullable;

/**
 * The libraries of functions: part of the dataset, so they are saved and replicated. Owned by the server's loop; Lua is loaded with
 * the first library.
 */
public final class FunctionLibraries implements Libraries {
    private static final String NAME = "name=";

    /**
     * What a library's first line says.
     *
     * @param name the library's
     * @param length the bytes of the line, without its end
     */
    private record Head(String name, int length) {}

    private final ScriptRunner runner;
    private final Map<String, Library> libraries = new LinkedHashMap<>();
    private final Map<String, RegisteredFunction> functions = new HashMap<>();
    private @Nullable ScriptEngine engine;

    FunctionLibraries(ScriptRunner runner) {
        this.runner = runner;
    }

    @Override
    public List<byte[]> sources() {
        return libraries.values().stream().map(Library::code).toList();
    }

    @Override
    public void restore(byte[] code, boolean replace) {
        load(code, replace, false);
    }

    Collection<Library> all() {
        return libraries.values();
    }

    int functionCount() {
        return functions.size();
    }

    /** The function of this name, letters of either case; null when there is none. */
    @Nullable
    RegisteredFunction find(String name) {
        return functions.get(name.toLowerCase(Locale.ROOT));
    }

    ScriptEngine engine() {
        ScriptEngine current = engine;
        if (current == null) {
            EvalScripts.requireLua();
            current = new ScriptEngine(runner, true);
            engine = current;
        }
        return current;
    }

    /**
     * Loads a library; when that fails, all is as before.
     *
     * @param limited whether it must be done in FUNCTION LOAD's time
     * @return its name
     */
    String load(byte[] code, boolean replace, boolean limited) {
        Library library = read(code, libraries, replace, limited);
        Library before = libraries.get(library.name());
        try {
            requireNew(library, before);
        } catch (CommandException e) {
            forget(library);
            throw e;
        }
        if (before != null) {
            remove(before);
        }
        add(library);
        return library.name();
    }

    private Library read(byte[] code, Map<String, Library> among, boolean replace, boolean limited) {
        Head head = head(code);
        if (among.containsKey(head.name()) && !replace) {
            throw new CommandException("ERR Library '" + head.name() + "' already exists");
        }
        byte[] source = Arrays.copyOfRange(code, head.length(), code.length);
        try {
            ScriptEngine target = engine();
            List<RegisteredFunction> registered = runner.loading(limited, () -> target.load(source, "@user_function"));
            if (registered.isEmpty()) {
                throw new CommandException("ERR No functions registered");
            }
            return new Library(head.name(), code, registered);
        } catch (ScriptException e) {
            throw new CommandException("ERR " + e.text());
        }
    }

    /** A function's name is taken once, whatever the library. */
    private void requireNew(Library library, @Nullable Library replaced) {
        for (RegisteredFunction function : library.functions()) {
            boolean taken = functions.containsKey(key(function))
                    && (replaced == null
                            || replaced.functions().stream().noneMatch(own -> key(own).equals(key(function))));
            if (taken) {
                throw new CommandException("ERR Function " + function.name() + " already exists");
            }
        }
    }

    private static String key(RegisteredFunction function) {
        return function.name().toLowerCase(Locale.ROOT);
    }

    private void add(Library library) {
        libraries.put(library.name(), library);
        library.functions().forEach(function -> functions.put(key(function), function));
    }

    private void remove(Library library) {
        libraries.remove(library.name());
        library.functions().forEach(function -> functions.remove(key(function)));
        forget(library);
    }

    private void forget(Library library) {
        library.functions().forEach(function -> engine().forget(function.number()));
    }

    /** Deletes a library; false when there is none of this name. */
    boolean delete(String name) {
        Library library = libraries.get(name);
        if (library != null) {
            remove(library);
        }
        return library != null;
    }

    /** Deletes all libraries, and what they left behind in Lua. */
    @Override
    public void flush() {
        libraries.clear();
        functions.clear();
        close();
    }

    /** Bytes of their sources. */
    long textBytes() {
        return libraries.values().stream()
                .mapToLong(library -> library.code().length)
                .sum();
    }

    /** Bytes that Lua holds for them. */
    long luaBytes() {
        return engine == null ? 0 : engine.bytes();
    }

    void close() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }

    /** What RESTORE does with libraries that are there already. */
    enum Policy {
        APPEND,
        REPLACE,
        FLUSH
    }

    /** Loads several libraries, all or none. */
    void restoreAll(List<byte[]> codes, Policy policy) {
        Map<String, Library> read = new LinkedHashMap<>();
        List<Library> replaced = new ArrayList<>();
        try {
            for (byte[] code : codes) {
                Library library = read(code, read, false, false);
                read.put(library.name(), library);
            }
            if (policy != Policy.FLUSH) {
                takeOut(read.values(), policy, replaced);
            }
            read.values().forEach(library -> requireNewAmong(library, read.values(), policy));
        } catch (CommandException e) {
            read.values().forEach(this::forget);
            replaced.forEach(this::add);
            throw e;
        }
        if (policy == Policy.FLUSH) {
            replaced.addAll(libraries.values());
            libraries.clear();
            functions.clear();
        }
        replaced.forEach(this::forget);
        read.values().forEach(this::add);
    }

    private void takeOut(Collection<Library> coming, Policy policy, List<Library> replaced) {
        for (Library library : coming) {
            Library there = libraries.get(library.name());
            if (there != null && policy == Policy.APPEND) {
                throw new CommandException("ERR Library " + library.name() + " already exists");
            }
            if (there != null) {
                libraries.remove(there.name());
                there.functions().forEach(function -> functions.remove(key(function)));
                replaced.add(there);
            }
        }
    }

    private void requireNewAmong(Library library, Collection<Library> coming, Policy policy) {
        if (policy != Policy.FLUSH) {
            requireNew(library, null);
        }
        for (Library other : coming) {
            if (other.name().equals(library.name())) {
                return;
            }
            for (RegisteredFunction function : library.functions()) {
                if (other.functions().stream().anyMatch(own -> key(own).equals(key(function)))) {
                    throw new CommandException("ERR Function " + function.name() + " already exists");
                }
            }
        }
    }

    private static Head head(byte[] code) {
        if (code.length < 2 || code[0] != '#' || code[1] != '!') {
            throw new CommandException("ERR Missing library metadata");
        }
        int end = 0;
        while (end < code.length && code[end] != '\n') {
            end++;
        }
        List<String> words =
                end == code.length ? null : QuotedWords.split(new String(code, 0, end, StandardCharsets.ISO_8859_1));
        if (words == null || words.isEmpty()) {
            throw new CommandException("ERR Invalid library metadata");
        }
        String name = null;
        for (String word : words.subList(1, words.size())) {
            if (!word.regionMatches(true, 0, NAME, 0, NAME.length())) {
                throw new CommandException("ERR Invalid metadata value given: " + word);
            }
            if (name != null) {
                throw new CommandException("ERR Invalid metadata value, name argument was given multiple times");
            }
            name = word.substring(NAME.length());
        }
        if (name == null) {
            throw new CommandException("ERR Library name was not given");
        }
        if (!RegisteredFunction.isName(name)) {
            throw new CommandException(
                    "ERR Library names can only contain letters, numbers, or underscores(_) and must be"
                            + " at least one character long");
        }
        String language = words.getFirst().substring(2);
        if (!language.equalsIgnoreCase("lua")) {
            throw new CommandException("ERR Engine '" + language + "' not found");
        }
        return new Head(name, end);
    }
}
