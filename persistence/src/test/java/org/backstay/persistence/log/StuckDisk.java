package org.backstay.persistence.log;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;

/** A disk on which the first write after {@link #stick} takes as long as the test wants, and fails then. */
final class StuckDisk {
    private final Disk disk;
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch failing = new CountDownLatch(1);
    private volatile boolean sticks;

    StuckDisk(Disk disk) {
        this.disk = disk;
    }

    Disk disk() {
        return proxy(Disk.class, (self, method, arguments) -> {
            Object result = call(disk, method, arguments);
            return result instanceof DiskFile file ? file(file) : result;
        });
    }

    private DiskFile file(DiskFile file) {
        return proxy(DiskFile.class, (self, method, arguments) -> {
            if (sticks && method.getName().equals("write")) {
                sticks = false;
                writing.countDown();
                failing.await();
                throw new IOException("No space left on device");
            }
            return call(file, method, arguments);
        });
    }

    private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    void stick() {
        sticks = true;
    }

    void awaitWrite() throws InterruptedException {
        writing.await();
    }

    void fail() {
        failing.countDown();
    }
}
