package org.backstay.vrrp.packet;

/** Why a received advertisement counts for nothing. */
public enum Refusal {
    /** Shorter or longer than its header says. */
    LENGTH("vrrp packet too short or too long"),
    /** It may come from another network (RFC 5798, 7.1). */
    HOP_LIMIT("invalid TTL/HL"),
    /** Of the other version. */
    VERSION("wrong version"),
    /** No such authentication. */
    AUTHENTICATION_UNKNOWN("Invalid auth type"),
    /** Not the authentication that was agreed on. */
    AUTHENTICATION_OTHER("received another auth type than expected"),
    /** Another password. */
    PASSWORD("received an invalid passwd!"),
    /** Another key, or changed on the way. */
    AUTHENTICATION_VALUE("IPSEC-AH : invalid IPSEC HMAC-MD5 value. Due to fields mutation or bad password !"),
    /** Not its sender's parameters. */
    AUTHENTICATION_INDEX("IPSEC AH : invalid IPSEC SPI value"),
    /** Sent before. */
    AUTHENTICATION_REPLAYED("IPSEC-AH : sequence number already processed. Packet dropped"),
    /** Version 2 only works when all have the same interval (RFC 3768, 7.1). */
    INTERVAL("advertisement interval mismatch"),
    /** Not an advertisement. */
    TYPE("Invalid packet type"),
    /** Damaged on the way. */
    CHECKSUM("Invalid checksum"),
    /** Other addresses than ours. */
    ADDRESSES("ip address list of received advert differs from ours"),
    /** Multicast where unicast was agreed on, or the other way round. */
    CAST("Expected unicast where multicast came, or the other way round"),
    /** Not from one of our peers. */
    SOURCE("unicast source address not a unicast peer");

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    /** For the log. */
    public String words() {
        return words;
    }
}
