package org.backstay.vrrp.lab;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A web server on a machine, by TLS too, whose one page says what a test tells it to. */
public final class Web implements AutoCloseable {
    private static final char[] PASSWORD = "backstay".toCharArray();

    private final HttpServer plain;
    private final HttpServer secure;
    private volatile String page = "well";
    private volatile int status = 200;

    /** Opens both ports on a machine. */
    public Web(Lab lab, String machine, int port, int securePort) {
        SSLContext context = context(lab.folder().resolve("web.p12"));
        plain = lab.on(machine, () -> HttpServer.create(new InetSocketAddress(port), 0));
        secure = lab.on(machine, () -> {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(securePort), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return server;
        });
        for (HttpServer each : new HttpServer[] {plain, secure}) {
            each.createContext("/", exchange -> {
                byte[] body = page.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Connection", "close");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            each.start();
        }
    }

    /** The page says this from now on. */
    public void says(int newStatus, String text) {
        status = newStatus;
        page = text;
    }

    private static SSLContext context(Path file) {
        try {
            Process made = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keystore",
                            file.toString(),
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            new String(PASSWORD),
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=web",
                            "-alias",
                            "web")
                    .redirectErrorStream(true)
                    .start();
            made.getInputStream().readAllBytes();
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (var stream = Files.newInputStream(file)) {
                keys.load(stream, PASSWORD);
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        plain.stop(0);
        secure.stop(0);
    }
}
