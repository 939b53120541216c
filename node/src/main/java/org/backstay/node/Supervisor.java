package org.backstay.node;

/** Who started the process and wants to hear how it is: a service manager, such as systemd. What it can't be told is logged, and no error. */
public interface Supervisor {
    /** Nobody. */
    Supervisor NONE = new Supervisor() {
        @Override
        public String name() {
            return "no";
        }

        @Override
        public void status(String words) {}

        @Override
        public void ready() {}

        @Override
        public void reloading() {}

        @Override
        public void stopping() {}
    };

    /** As INFO's {@code process_supervised} calls it: {@code no}, {@code systemd}, {@code upstart}. */
    String name();

    /** Tells in a line for people what the program does. */
    void status(String words);

    /** The program serves: what waits for it may start. Also after a reload. */
    void ready();

    /** The program reads its configuration again, and says when it is ready. */
    void reloading();

    /** The program is about to end. */
    void stopping();
}
