package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that run too long or want too much: others are served meanwhile, and the server outlives them. */
@Tag("slow")
@Timeout(60)
final class BusyScriptTest {
    private static final int PATIENCE_SECONDS = 10;

    @TempDir
    Path folder;

    private OurRedis redis;
    private RespConnection other;

    @BeforeEach
    void start() {
        redis = OurRedis.start(folder, "--busy-reply-threshold", "20");
        other = new RespConnection(redis.port());
    }

    @AfterEach
    void stop() {
        other.close();
        redis.close();
    }

    private RespConnection running(String script) {
        RespConnection caller = new RespConnection(redis.port());
        caller.send("EVAL", script, "0");
        Awaitility.await("a busy server")
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> String.valueOf(other.call("PING")).contains("BUSY Redis is busy running a script"));
        return caller;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "while true do pcall(function() while true do end end) end",
                "while true do pcall(error, 'x') end",
                "while true do pcall(redis.call, 'nosuch') end",
                "while true do redis.call('ping') end",
                "while true do xpcall(function() error('x') end, function() while true do end end) end",
                "while true do pcall(coroutine.wrap(function() while true do end end)) end",
                "local function f() local ok = pcall(f) return f() end f()",
                "setmetatable({}, {__index = function(t, k) while true do end end}).x()"
            })
    void anEndlessScriptIsKilledWhateverItCatches(String script) {
        try (RespConnection caller = running(script)) {
            assertThat(other.call("SCRIPT", "KILL")).isEqualTo("OK");
            assertThat(String.valueOf(caller.read())).contains("killed by user");
            assertThat(other.call("PING")).isEqualTo("PONG");
            assertThat(caller.call("EVAL", "return 7", "0")).isEqualTo(7L);
        }
    }

    @Test
    void aScriptThatHasWrittenIsNotKilled() {
        try (RespConnection caller = running("redis.call('set','k','v'); local e = redis.call('time'); "
                + "for i = 1, 2e8 do end; return redis.call('get','k')")) {
            assertThat(String.valueOf(other.call("SCRIPT", "KILL"))).contains("UNKILLABLE");
            assertThat(caller.read()).isEqualTo("v");
        }
    }

    @Test
    void theCallerMayGoAwayMeanwhile() {
        RespConnection caller = running("while true do end");
        caller.close();
        assertThat(String.valueOf(other.call("GET", "k"))).contains("BUSY");
        assertThat(other.call("SCRIPT", "KILL")).isEqualTo("OK");
        assertThat(other.call("PING")).isEqualTo("PONG");
    }

    @Test
    void whatWasSentBehindTheScriptIsAnsweredAfterIt() {
        try (RespConnection caller = running("while true do end")) {
            caller.send("PING");
            assertThat(other.call("SCRIPT", "KILL")).isEqualTo("OK");
            assertThat(String.valueOf(caller.read())).contains("killed by user");
            assertThat(caller.read()).isEqualTo("PONG");
        }
    }

    @Test
    void anAnswerDeeperThanLuasStackHurtsNobodyElse() {
        try (RespConnection caller = new RespConnection(redis.port())) {
            caller.send("EVAL", "local t = {} for i = 1, 200000 do t = {t} end return t", "0");
            Awaitility.await()
                    .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .until(() -> Long.valueOf(7).equals(other.call("EVAL", "return 7", "0")));
        }
    }

    @Test
    void scriptKillWithoutAScriptIsAnError() {
        assertThat(String.valueOf(other.call("SCRIPT", "KILL"))).contains("NOTBUSY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local function f(n) return 1 + f(n + 1) end return f(0)",
                "local function f() return pcall(f) end return f()",
                "local t = {} for i = 1, 200000 do t = {t} end return cjson.encode(t)",
                "local t = {} for i = 1, 200000 do t = {t} end return cmsgpack.pack(t)",
                "return cmsgpack.unpack(string.rep(string.char(0x91), 1000000))",
                "return cmsgpack.unpack(string.char(0xdd, 0xff, 0xff, 0xff, 0xff))",
                "return cmsgpack.unpack(string.char(0xdb, 0xff, 0xff, 0xff, 0xff))",
                "return cjson.decode(string.rep('[', 1000000))",
                "return cjson.decode(string.rep('{\"a\":', 1000000))",
                "return string.rep('x', 50000000):len()",
                "return string.find(string.rep('a', 10000), string.rep('a?', 10000))",
                "return loadstring(string.dump(function() return 1 end))()",
                "return loadstring(string.rep('(', 100000))",
                "return loadstring('return ' .. string.rep('-', 1000000) .. '1')",
                "return struct.unpack('c2147483647', 'x')",
                "return struct.pack('i2147483647', 1)",
                "return {unpack({}, 1, 7000)}",
                "return {unpack({}, 1, 1e7)}",
                "return redis.call('mget', unpack({}, 1, 7000))",
                "error(setmetatable({}, {__index = error, __tostring = error}))",
                "return setmetatable({}, {__index = function() error('never asked') end})",
                "error({err = setmetatable({}, {})})",
                "return coroutine.wrap(function() return coroutine.yield() end)",
                "local c c = coroutine.wrap(function() return c() end) return c()",
                "return table.concat({}, 'x', 1, 1e8)",
                "return string.format('%99999d', 1)",
                "return ('x'):rep(1e8):byte(1, -1)"
            })
    void aHostileScriptGetsAnAnswerAndNothingElseBreaks(String script) {
        other.call("EVAL", script, "0");
        assertThat(other.call("EVAL", "return 7", "0")).isEqualTo(7L);
        assertThat(other.call("PING")).isEqualTo("PONG");
    }
}
