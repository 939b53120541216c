package org.backstay.node.machine;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Chance from the kernel, good enough for passwords and without the start-up cost of the JDK's security providers. Stateless, of any thread. */
final class KernelChance implements RandomGenerator {
    @Override
    public long nextLong() {
        try (DataInputStream kernel = new DataInputStream(new FileInputStream("/dev/urandom"))) {
            return kernel.readLong();
        } catch (IOException noSuchDevice) {
            return new SecureRandom().nextLong();
        }
    }
}
