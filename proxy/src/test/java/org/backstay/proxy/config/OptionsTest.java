package org.backstay.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void nothingGivenMeansTheOriginalsDefaults() {
        assertThat(Options.parse())
                .isEqualTo(new Options(
                        false, false, false, false, false, 5, null, "conf/nutcracker.yml", 22_222, "0.0.0.0", null, 0));
    }

    @Test
    void lettersAndNamesSayTheSame() {
        Options expected = new Options(false, false, true, true, false, 11, "log", "conf", 1234, "127.0.0.1", "pid", 0);
        assertThat(Options.parse(
                        "-d",
                        "-t",
                        "-v",
                        "11",
                        "-o",
                        "log",
                        "-c",
                        "conf",
                        "-s",
                        "1234",
                        "-a",
                        "127.0.0.1",
                        "-p",
                        "pid"))
                .isEqualTo(expected);
        assertThat(Options.parse("-dtv11", "-olog", "-cconf", "-s1234", "-a127.0.0.1", "-ppid", "-m512", "-i5"))
                .isEqualTo(expected);
        assertThat(Options.parse(
                        "--daemonize",
                        "--test",
                        "--verbose=11",
                        "--output",
                        "log",
                        "--conf=conf",
                        "--stats-port=1234",
                        "--stats-addr",
                        "127.0.0.1",
                        "--pid-file=pid",
                        "ignored"))
                .isEqualTo(expected);
        assertThat(Options.parse("--loops=3").loops()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "-x,nutcracker: invalid option -- 'x'",
        "-c,nutcracker: option -c requires a file name",
        "-v,nutcracker: option -v requires a number",
        "-vx,nutcracker: option -v requires a number",
        "-a,nutcracker: option -a requires a string",
        "-s70000,nutcracker: option -s value 70000 is not a valid port",
        "-m5,nutcracker: mbuf chunk size must be between 512 and 16777216 bytes",
        "--stats,nutcracker: invalid option -- 'stats'",
        "--nothing,nutcracker: invalid option -- 'nothing'"
    })
    void mistakesAreNamedAsTheOriginalNamesThem(String argument, String message) {
        assertThatThrownBy(() -> Options.parse(argument))
                .isInstanceOf(Options.WrongUsage.class)
                .hasMessage(message);
    }
}
