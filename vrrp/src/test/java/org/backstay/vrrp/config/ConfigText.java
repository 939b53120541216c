package org.backstay.vrrp.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.backstay.config.Braces;

/** Configurations from text, for tests. */
public final class ConfigText {
    private ConfigText() {}

    private record Text(String text) implements Braces.Sources {
        @Override
        public byte[] read(String path) throws IOException {
            if (!path.equals("/k.conf")) {
                throw new IOException("no such file");
            }
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public List<String> list(String directory) {
            return List.of();
        }
    }

    /** Reads a text; what is to be said about it goes to the diagnostics. */
    public static KeepalivedConfig read(String text, Diagnostics diagnostics) throws IOException {
        return ConfigReader.read(new Text(text), "/k.conf", "main", new Random(1), diagnostics);
    }

    /** An instance with these lines; fails when there is a fault in them. */
    public static InstanceConfig instance(String lines) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        String address = lines.contains("virtual_ipaddress {") ? "" : "\nvirtual_ipaddress { 10.0.0.5 }";
        KeepalivedConfig config = read(
                "vrrp_instance VI { interface eth0\nvirtual_router_id 51\n" + lines + address + "\n}", diagnostics);
        if (diagnostics.faults() > 0) {
            throw new AssertionError(diagnostics.lines());
        }
        return config.instances().getFirst();
    }
}
