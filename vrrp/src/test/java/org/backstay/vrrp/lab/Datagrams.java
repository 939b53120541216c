package org.backstay.vrrp.lab;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.function.UnaryOperator;

/** A server on a machine that answers each datagram with another. */
public final class Datagrams implements AutoCloseable {
    private static final int LARGEST = 1_500;

    private final DatagramSocket socket;

    /** Opens a port on a machine. */
    public Datagrams(Lab lab, String machine, int port, UnaryOperator<byte[]> answer) {
        socket = lab.on(machine, () -> new DatagramSocket(port));
        Thread.ofPlatform().daemon().start(() -> {
            while (!socket.isClosed()) {
                try {
                    DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
                    socket.receive(packet);
                    byte[] asked = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
                    byte[] said = answer.apply(asked);
                    socket.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
                } catch (IOException closed) {
                    // The test is over.
                }
            }
        });
    }

    @Override
    public void close() {
        socket.close();
    }
}
