package org.backstay.redis.config;

import static org.backstay.config.Directive.choice;
import static org.backstay.config.Directive.number;
import static org.backstay.config.Directive.text;

import java.util.List;
import org.backstay.config.Directive;

/** The directives of redis-server for users and their rights. */
public final class AclDirectives {
    /** The channels of new users. */
    public enum NewUsersChannels {
        /** All of them. */
        ALLCHANNELS,
        /** None. */
        RESETCHANNELS
    }

    /** The file in which users are kept. */
    public static final Directive<String> ACLFILE = text("aclfile")
            .standard("")
            .about("File of users, for ACL SAVE and ACL LOAD; empty keeps them in redis.conf.")
            .row();

    /** The users that redis.conf declares. */
    public static final Directive<List<DeclaredUser>> USER = Directive.of("user", new DeclaredUsersType())
            .standard(List.of())
            .hidden()
            .about("Users and their rules; not together with aclfile.")
            .row();

    /** Which channels a new user may use. */
    public static final Directive<NewUsersChannels> ACL_PUBSUB_DEFAULT = choice(
                    "acl-pubsub-default", NewUsersChannels.class)
            .standard(NewUsersChannels.RESETCHANNELS)
            .mutable()
            .about("Which channels a new user may use before its rules say more.")
            .row();

    /** The most refusals that ACL LOG remembers. */
    public static final Directive<Long> ACLLOG_MAX_LEN = number("acllog-max-len", 0, Long.MAX_VALUE)
            .standard(128L)
            .mutable()
            .about("The most refusals that ACL LOG remembers.")
            .row();

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS = List.of(ACLFILE, USER, ACL_PUBSUB_DEFAULT, ACLLOG_MAX_LEN);

    private AclDirectives() {}
}
