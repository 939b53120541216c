package org.backstay.vrrp.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A mail server on a machine that takes everything. */
public final class Post implements AutoCloseable {
    private final ServerSocket server;

    /** Opens its port; each dialogue goes to a list, as the client's lines. */
    public Post(Lab lab, String machine, int port, List<String> mails) {
        server = lab.on(machine, () -> new ServerSocket(port));
        Thread.ofPlatform().daemon().start(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    mails.add(receive(client));
                } catch (IOException closed) {
                    // The test is over.
                }
            }
        });
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    private static String receive(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream();
        StringBuilder all = new StringBuilder();
        out.write("220-many\r\n220 lines\r\n".getBytes(StandardCharsets.US_ASCII));
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            all.append(line).append('\n');
            if (!data || line.equals(".")) {
                data = line.equals("DATA");
                out.write((data ? "354 go on\r\n" : "250 ok\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            if (line.equals("QUIT")) {
                break;
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
