package org.backstay.redis.config;

/**
 * How the server is to end.
 *
 * @param save whether a last snapshot is saved
 * @param now do not wait for replicas that lag
 * @param force end even when saving fails
 */
public record ShutdownOptions(Save save, boolean now, boolean force) {
    /** What is to become of a last snapshot. */
    public enum Save {
        /** Save if there are save rules. */
        AS_CONFIGURED,
        /** Save. */
        YES,
        /** Do not save. */
        NO
    }

    /** Replicas are waited for, and a snapshot is saved if there are save rules. */
    public static final ShutdownOptions STANDARD = new ShutdownOptions(Save.AS_CONFIGURED, false, false);

    /**
     * The same with an option more: {@code save}, {@code nosave}, {@code now} or {@code force}, in any case.
     *
     * @throws IllegalArgumentException when there is no such option, or when it contradicts another
     */
    public ShutdownOptions with(String option) {
        return switch (option.toLowerCase(java.util.Locale.ROOT)) {
            case "save" -> saving(Save.YES);
            case "nosave" -> saving(Save.NO);
            case "now" -> new ShutdownOptions(save, true, force);
            case "force" -> new ShutdownOptions(save, now, true);
            default ->
                throw new IllegalArgumentException(
                        "argument(s) must be one of the following: default, save, nosave, now, force");
        };
    }

    private ShutdownOptions saving(Save wanted) {
        if (save != Save.AS_CONFIGURED && save != wanted) {
            throw new IllegalArgumentException("shutdown options SAVE and NOSAVE can't be used simultaneously");
        }
        return new ShutdownOptions(wanted, now, force);
    }
}
