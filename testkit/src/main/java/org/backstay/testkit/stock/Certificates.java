package org.backstay.testkit.stock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority and what it has signed, made by openssl for one test. */
public final class Certificates {
    private static final long PATIENCE_SECONDS = 20;

    private final Path folder;

    /** Makes the authority. */
    public Certificates(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        key("authority");
        openssl(
                "req",
                "-x509",
                "-new",
                "-key",
                key("authority").toString(),
                "-subj",
                "/CN=authority",
                "-days",
                "2",
                "-addext",
                "basicConstraints=critical,CA:TRUE",
                "-out",
                authority().toString());
        issue("node");
    }

    /** The authority's certificate. */
    public Path authority() {
        return certificate("authority");
    }

    /** A certificate that was issued. */
    public Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    /** The key of a certificate, made if there is none. */
    public Path key(String name) {
        Path file = folder.resolve(name + ".key");
        if (!Files.exists(file)) {
            openssl("genrsa", "-out", file.toString(), "2048");
        }
        return file;
    }

    /** Issues a certificate. */
    public void issue(String name) {
        Path request = folder.resolve(name + ".csr");
        openssl("req", "-new", "-key", key(name).toString(), "-subj", "/CN=" + name, "-out", request.toString());
        openssl(
                "x509",
                "-req",
                "-in",
                request.toString(),
                "-CA",
                authority().toString(),
                "-CAkey",
                key("authority").toString(),
                "-CAcreateserial",
                "-days",
                "2",
                "-out",
                certificate(name).toString());
    }

    /** Options of a server, as on the command line. */
    public List<String> options(int tlsPort) {
        return new ArrayList<>(List.of(
                "--tls-port", Integer.toString(tlsPort),
                "--tls-cert-file", certificate("node").toString(),
                "--tls-key-file", key("node").toString(),
                "--tls-ca-cert-file", authority().toString()));
    }

    /** The same as lines of redis.conf. */
    public List<String> lines(int tlsPort) {
        List<String> options = options(tlsPort);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < options.size(); i += 2) {
            lines.add(options.get(i).substring(2) + " " + options.get(i + 1));
        }
        return lines;
    }

    /** Options of redis-cli that shows a certificate. */
    public List<String> client(int tlsPort) {
        List<String> words = new ArrayList<>(anonymousClient(tlsPort));
        words.addAll(List.of(
                "--cert", certificate("node").toString(), "--key", key("node").toString()));
        return words;
    }

    /** Options of redis-cli that shows none. */
    public List<String> anonymousClient(int tlsPort) {
        return List.of(
                "-p",
                Integer.toString(tlsPort),
                "--tls",
                "--cacert",
                authority().toString());
    }

    private void openssl(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Programs.require("openssl").toString());
        command.addAll(List.of(arguments));
        Path output = folder.resolve("openssl.out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + Files.readString(output));
            }
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(String.join(" ", command), failure);
        }
    }
}
