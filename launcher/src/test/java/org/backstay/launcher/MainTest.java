package org.backstay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void withoutArgumentsEveryProgramIsListedOnALineOfItsOwn() {
        assertThat(run()).isEqualTo(Main.DONE);

        assertThat(out.toString(StandardCharsets.UTF_8)
                        .lines()
                        .skip(1)
                        .map(line -> line.strip().split(" ", 2)[0]))
                .containsExactly(
                        "redis-server",
                        "redis-sentinel",
                        "nutcracker",
                        "keepalived",
                        "redis-restore",
                        "up",
                        "down",
                        "status",
                        "drill");
        assertThat(err.size()).isZero();
    }

    @Test
    void anUnknownProgramIsWrongUsageAndOneLine() {
        assertThat(run("memcached")).isEqualTo(Main.WRONG_USAGE);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("'memcached'");
        assertThat(out.size()).isZero();
    }

    @Test
    void debugAloneIsNoProgram() {
        assertThat(run("--debug")).isEqualTo(Main.DONE);
    }

    @ParameterizedTest
    @EnumSource
    void everyProgramIsFoundByItsWord(Program program) {
        assertThat(Program.named(program.word())).contains(program);
        assertThat(program.line()).isNotBlank().doesNotContain("\n");
    }

    @Test
    void aRedisServerAskedForSentinelIsASentinel() {
        Program.Call call = Program.REDIS_SERVER.call(new String[] {"sentinel.conf", "--sentinel", "--port", "26379"});

        assertThat(call.program()).isEqualTo(Program.REDIS_SENTINEL);
        assertThat(call.args()).containsExactly("sentinel.conf", "--port", "26379");
    }

    @Test
    void otherProgramsKeepTheirArguments() {
        Program.Call call = Program.NUTCRACKER.call(new String[] {"--sentinel"});

        assertThat(call.program()).isEqualTo(Program.NUTCRACKER);
        assertThat(call.args()).containsExactly("--sentinel");
    }

    private int run(String... args) {
        return Main.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
