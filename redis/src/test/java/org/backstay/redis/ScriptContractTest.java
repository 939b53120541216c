package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line of the scripts (a resource) is run by a stock server and by ours, in RESP2 and in RESP3: the replies are the same. */
@Tag("slow")
final class ScriptContractTest {
    @TempDir
    Path folder;

    @Test
    void scriptsAnswerAsOnTheStockServer() throws IOException {
        try (StockRedis stock = StockRedis.start("enable-debug-command yes");
                OurRedis ours = OurRedis.start(folder, "--enable-debug-command", "yes")) {
            SoftAssertions differences = new SoftAssertions();
            for (int protocol = 2; protocol <= 3; protocol++) {
                compare(differences, protocol, stock.port(), ours.port());
            }
            differences.assertAll();
        }
    }

    @Test
    void scriptsAreNotToldOfAttributes() throws IOException {
        String script =
                "redis.setresp(3); local first = redis.call('debug', 'protocol', 'attrib'); return {first, 'and more'}";
        try (StockRedis stock = StockRedis.start("enable-debug-command yes");
                OurRedis ours = OurRedis.start(folder, "--enable-debug-command", "yes");
                Wire theirWire = new Wire(stock.port());
                Wire ourWire = new Wire(ours.port())) {
            for (Wire wire : List.of(theirWire, ourWire)) {
                assertThat(wire.say("DEBUG", "set-disable-deny-scripts", "1")).isEqualTo("+OK");
            }
            assertThat(ourWire.say("EVAL", script, "0"))
                    .contains("and more")
                    .isEqualTo(theirWire.say("EVAL", script, "0"));
        }
    }

    private static void compare(SoftAssertions differences, int protocol, int stockPort, int ourPort)
            throws IOException {
        List<String> scripts = scripts();
        assertThat(scripts).hasSizeGreaterThan(500);
        try (Wire stock = new Wire(stockPort);
                Wire ours = new Wire(ourPort)) {
            for (Wire wire : List.of(stock, ours)) {
                wire.say("HELLO", Integer.toString(protocol));
                wire.say("FLUSHALL");
            }
            for (String script : scripts) {
                differences
                        .assertThat(ours.say("EVAL", script, "0"))
                        .as("RESP" + protocol + ": " + script)
                        .isEqualTo(stock.say("EVAL", script, "0"));
            }
        }
    }

    private static List<String> scripts() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ScriptContractTest.class.getResourceAsStream("contract/scripts.lua.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
