package org.backstay.vrrp.lab;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backstay.node.linux.Datagram;
import org.backstay.node.linux.LinuxLink;
import org.backstay.node.linux.LinuxSocket;
import org.backstay.node.linux.RouteNetlink;

/** Every frame that passes a machine's interface, until it is closed. */
public final class Capture implements AutoCloseable {
    private final List<byte[]> frames = new CopyOnWriteArrayList<>();
    private final LinuxSocket socket;
    private final Thread reader;
    private volatile boolean over;

    /** Begins on a machine's {@code eth0}. */
    public Capture(Lab lab, String machine) {
        socket = lab.on(machine, () -> {
            try (RouteNetlink netlink = new RouteNetlink()) {
                LinuxLink link = netlink.links().stream()
                        .filter(each -> each.name().equals("eth0"))
                        .findFirst()
                        .orElseThrow();
                return LinuxSocket.capture(link.index());
            }
        });
        reader = new Thread(this::read, "capture");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            while (!over) {
                Datagram each = socket.receive();
                if (each == null) {
                    Thread.sleep(1);
                } else {
                    frames.add(Arrays.copyOf(each.bytes(), each.length()));
                }
            }
        } catch (IOException | InterruptedException ended) {
            over = true;
        }
    }

    /** Frames so far. */
    public List<byte[]> frames() {
        return List.copyOf(frames);
    }

    /** Advertisements so far: frames of IP protocol 112, or 51 before it. */
    public List<byte[]> advertisements() {
        return frames.stream().filter(Capture::isAdvertisement).toList();
    }

    private static boolean isAdvertisement(byte[] frame) {
        if (frame.length < 54) {
            return frame.length >= 34 && isAdvertisement4(frame);
        }
        return isAdvertisement4(frame) || (type(frame) == 0x86dd && frame[20] == 112);
    }

    /** Also one behind an authentication header. */
    private static boolean isAdvertisement4(byte[] frame) {
        return type(frame) == 0x0800 && (frame[23] == 112 || (frame[23] == 51 && frame[34] == 112));
    }

    /** Gratuitous ARP requests so far. */
    public List<byte[]> gratuitousArps() {
        return frames.stream()
                .filter(each -> type(each) == 0x0806 && each.length >= 42 && Arrays.equals(each, 28, 32, each, 38, 42))
                .toList();
    }

    /** Unsolicited neighbour advertisements to all nodes so far. */
    public List<byte[]> neighbourAdvertisements() {
        return frames.stream()
                .filter(each -> type(each) == 0x86dd && each.length >= 86 && each[20] == 58 && (each[54] & 0xff) == 136)
                .toList();
    }

    private static int type(byte[] frame) {
        return frame.length < 14 ? 0 : (frame[12] & 0xff) << 8 | (frame[13] & 0xff);
    }

    /** Forgets what was seen. */
    public void clear() {
        frames.clear();
    }

    @Override
    public void close() {
        over = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        socket.close();
    }
}
