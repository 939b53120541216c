package org.backstay.node;

/** Who started the process and wants to hear how it is: a service manager, such as systemd. What it can't be told is logged, and no error. */
@FunctionalInterface
public interface Supervisor {
    /** Nobody. */
    Supervisor NONE = () -> "no";

    /** As INFO's {@code process_supervised} calls it: {@code no}, {@code systemd}, {@code upstart}. */
    String name();

    /** Tells in a line for people what the program does. */
    default void status(String words) {}

    /** The program serves: what waits for it may start. Also after a reload. */
    default void ready() {}

    /** The program reads its configuration again, and says when it is ready. */
    default void reloading() {}

    /** The program is about to end. */
    default void stopping() {}
}
