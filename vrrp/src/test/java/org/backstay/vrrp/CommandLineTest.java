package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.backstay.vrrp.CommandLine.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static CommandLine parse(String words) throws CommandLine.UsageException {
        return CommandLine.parse(words.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-nlD -f FILE", "-n -l -D -fFILE", "--dont-fork --log-console -D --use-file=FILE", "-nlDf FILE"})
    void formsOfGetoptMeanTheSame(String words) throws CommandLine.UsageException {
        CommandLine line = parse(words);
        assertThat(line.has(Option.DONT_FORK)).isTrue();
        assertThat(line.has(Option.LOG_CONSOLE)).isTrue();
        assertThat(line.has(Option.LOG_DETAIL)).isTrue();
        assertThat(line.value(Option.USE_FILE)).isEqualTo("FILE");
    }

    @Test
    void optionalValuesStandTogetherWithTheirOption() throws CommandLine.UsageException {
        assertThat(parse("-t -n").value(Option.CONFIG_TEST)).isEmpty();
        assertThat(parse("-t -n").has(Option.DONT_FORK)).isTrue();
        assertThat(parse("-tOUT").value(Option.CONFIG_TEST)).isEqualTo("OUT");
        assertThat(parse("--config-test=OUT").value(Option.CONFIG_TEST)).isEqualTo("OUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Z", "--none", "file", "-f", "--use-file", "--dont-fork=1"})
    void anythingElseIsWrongUsage(String words) {
        assertThatThrownBy(() -> parse(words)).isInstanceOf(CommandLine.UsageException.class);
        assertThat(KeepalivedMain.run(words.split(" "))).isEqualTo(2);
    }

    @Test
    void configTestEndsWithOneForFaultsOnly(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("k.conf");
        Path told = folder.resolve("told");
        String good = "vrrp_instance V {\nvirtual_router_id 1\nvirtual_ipaddress {\n192.0.2.1\n}\n}\n"
                + "vrrp_sync_group G {\ngroup {\nV\n}\n}\n";
        Files.writeString(file, good);
        assertThat(KeepalivedMain.run(new String[] {"-t" + told, "-f", file.toString()}))
                .isZero();
        assertThat(told).hasContent("Sync group G has only 1 virtual router(s) - this probably isn't what you want");
        Files.writeString(file, "wrong 1\n" + good);
        assertThat(KeepalivedMain.run(new String[] {"-t" + told, "-f", file.toString()}))
                .isEqualTo(1);
        assertThat(Files.readString(told)).startsWith("(" + file + ": Line 1) Unknown keyword 'wrong'");
        assertThat(KeepalivedMain.run(
                        new String[] {"-t", "-f", folder.resolve("none").toString()}))
                .isEqualTo(1);
    }
}
