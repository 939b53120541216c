package org.backstay.redis.scripting;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.backstay.base.hash.Crc64;
import org.backstay.redis.server.CommandException;

/** What FUNCTION DUMP gives: libraries as a snapshot has them, a version and a checksum. Stateless. */
final class FunctionPayload {
    private static final int VERSION = 10;
    private static final int LIBRARY = 245;
    private static final int CHECKSUM_BYTES = 8;
    private static final int FOOTER_BYTES = CHECKSUM_BYTES + 2;
    private static final int LENGTH_32 = 0x80;

    private FunctionPayload() {}

    static byte[] of(List<byte[]> sources) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] source : sources) {
            out.write(LIBRARY);
            out.write(LENGTH_32);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(source.length).array());
            out.writeBytes(source);
        }
        out.write(VERSION);
        out.write(VERSION >> 8);
        byte[] body = out.toByteArray();
        out.writeBytes(ByteBuffer.allocate(CHECKSUM_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Crc64.update(0, body, 0, body.length))
                .array());
        return out.toByteArray();
    }

    /** The libraries' sources. */
    static List<byte[]> read(byte[] payload) {
        if (payload.length < FOOTER_BYTES || !isIntact(payload)) {
            throw new CommandException("ERR DUMP payload version or checksum are wrong");
        }
        ByteBuffer in = ByteBuffer.wrap(payload, 0, payload.length - FOOTER_BYTES);
        List<byte[]> sources = new ArrayList<>();
        while (in.hasRemaining()) {
            if ((in.get() & 0xff) != LIBRARY) {
                throw new CommandException("ERR given type is not a function");
            }
            sources.add(string(in));
        }
        return sources;
    }

    private static boolean isIntact(byte[] payload) {
        ByteBuffer footer = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        int version = footer.getShort(payload.length - FOOTER_BYTES) & 0xffff;
        long stored = footer.getLong(payload.length - CHECKSUM_BYTES);
        return version <= VERSION && Crc64.update(0, payload, 0, payload.length - CHECKSUM_BYTES) == stored;
    }

    private static CommandException broken() {
        return new CommandException("ERR Failed loading library name");
    }

    private static byte[] string(ByteBuffer in) {
        if (!in.hasRemaining()) {
            throw broken();
        }
        int first = in.get() & 0xff;
        if (first == 0xc3) {
            return compressed(in);
        }
        return bytes(in, length(in, first));
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw broken();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static int length(ByteBuffer in) {
        if (!in.hasRemaining()) {
            throw broken();
        }
        return length(in, in.get() & 0xff);
    }

    private static int length(ByteBuffer in, int first) {
        int needed = first < 0x40 ? 0 : first < 0x80 ? 1 : Integer.BYTES;
        if (first > LENGTH_32 || in.remaining() < needed) {
            throw broken();
        }
        return switch (needed) {
            case 0 -> first;
            case 1 -> ((first & 0x3f) << 8) | (in.get() & 0xff);
            default -> in.getInt();
        };
    }

    private static byte[] compressed(ByteBuffer in) {
        int packed = length(in);
        int length = length(in);
        if (length < 0) {
            throw broken();
        }
        byte[] from = bytes(in, packed);
        byte[] to = new byte[Math.min(length, 512 * 1024 * 1024)];
        if (unpack(from, to) != to.length) {
            throw broken();
        }
        return to;
    }

    /** LZF: runs of bytes as they are, and copies of what was written before. */
    private static int unpack(byte[] from, byte[] to) {
        int at = 0;
        int written = 0;
        while (at < from.length) {
            int control = from[at++] & 0xff;
            if (control < 32) {
                int run = control + 1;
                if (at + run > from.length || written + run > to.length) {
                    throw broken();
                }
                System.arraycopy(from, at, to, written, run);
                at += run;
                written += run;
                continue;
            }
            int length = control >> 5;
            if (length == 7 && at < from.length) {
                length += from[at++] & 0xff;
            }
            if (at >= from.length) {
                throw broken();
            }
            int source = written - (((control & 0x1f) << 8) | (from[at++] & 0xff)) - 1;
            if (source < 0 || written + length + 2 > to.length) {
                throw broken();
            }
            for (int i = 0; i < length + 2; i++) {
                to[written++] = to[source++];
            }
        }
        return written;
    }
}
