package org.backstay.vrrp.instance;

/** What an instance tells the operator, each line under its name. Owned by the loop. */
final class Journal {
    private final Ground ground;
    private final String name;

    Journal(Ground ground, String name) {
        this.ground = ground;
        this.name = name;
    }

    void note(String what) {
        ground.log().notice("(" + name + ") " + what);
    }

    /** Only with {@code -D}. */
    void detail(String what) {
        if (ground.detail()) {
            note(what);
        }
    }

    void warning(String what) {
        ground.log().warning("(" + name + ") " + what);
    }
}
