package org.backstay.node.process;

import io.netty.channel.EventLoop;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system as tasks on a loop.
 *
 * <p>The JDK's only door to them is {@code sun.misc.Signal}, which the compiler warns of at every mention and which no
 * option silences; it is opened by reflection, here and nowhere else.
 */
public enum Signals {
    /** Asks for an orderly stop. */
    TERM,
    /** Ctrl-C on a terminal. */
    INT,
    /** Asks for a reload where the original reloads. */
    HUP,
    /** Means nothing to the originals, but would end a JVM that does not handle it. */
    USR1,
    /** Asks keepalived for its statistics. */
    USR2,
    /** Asks nutcracker to write more to its log. */
    TTIN,
    /** Asks nutcracker to write less to its log. */
    TTOU;

    /**
     * Runs a task on the loop each time this process gets the signal, instead of what the JVM would do.
     *
     * @throws IllegalStateException when the JVM was started with {@code -Xrs}
     */
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    public void handle(EventLoop loop, Runnable task) {
        InvocationHandler toLoop = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                loop.execute(task);
                yield null;
            }
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "signal " + name();
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Object self = signal.getConstructor(String.class).newInstance(name());
            IgnoredSignals.restore((int) signal.getMethod("getNumber").invoke(self));
            handle.invoke(
                    null, self, Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, toLoop));
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException("SIG" + name() + " cannot be handled", refused.getCause());
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", missing);
        }
    }
}
