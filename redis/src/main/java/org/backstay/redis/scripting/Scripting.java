package org.backstay.redis.scripting;

import org.backstay.redis.command.Handlers;
import org.backstay.redis.info.InfoReport;
import org.backstay.redis.server.RedisServer;

/** Scripts and functions of one server, put together. Owned by the server's loop. */
public final class Scripting {
    private final ScriptRunner runner;
    private final EvalScripts scripts;
    private final FunctionLibraries libraries;

    /** Makes a server's scripting; nothing of Lua is loaded before the first script. */
    public Scripting(RedisServer server) {
        runner = new ScriptRunner(server);
        scripts = new EvalScripts(runner);
        libraries = new FunctionLibraries(runner);
        server.libraries(libraries);
        server.memory().add("lua.caches", scripts::luaBytes);
        server.memory().addData("functions.caches", libraries::luaBytes);
    }

    /** Binds the commands. */
    public void bind(Handlers handlers) {
        new EvalCommands(scripts, runner).bind(handlers);
        new FunctionCommands(libraries, runner).bind(handlers);
    }

    /** Says in INFO how many there are, and what their texts take. */
    public void addTo(InfoReport report) {
        report.extend("Memory", to -> {
            to.add("number_of_cached_scripts", scripts.count())
                    .add("number_of_functions", libraries.functionCount())
                    .add("number_of_libraries", libraries.all().size())
                    .add("used_memory_scripts_eval", scripts.textBytes())
                    .add("used_memory_functions", libraries.textBytes())
                    .size("used_memory_scripts", scripts.textBytes() + libraries.textBytes());
        });
    }

    /** Gives back all memory. */
    public void close() {
        scripts.flush();
        libraries.close();
        runner.close();
    }
}
