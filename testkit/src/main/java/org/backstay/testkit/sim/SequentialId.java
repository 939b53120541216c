package org.backstay.testkit.sim;

import io.netty.channel.ChannelId;

/** A channel's identity without chance, so that maps keyed by channels keep the same order in every run. */
record SequentialId(long number) implements ChannelId {
    @Override
    public String asShortText() {
        return "sim" + number;
    }

    @Override
    public String asLongText() {
        return asShortText();
    }

    @Override
    public int compareTo(ChannelId other) {
        return other instanceof SequentialId same
                ? Long.compare(number, same.number)
                : asLongText().compareTo(other.asLongText());
    }
}
