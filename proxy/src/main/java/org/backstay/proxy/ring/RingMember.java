package org.backstay.proxy.ring;

/**
 * A live server as the ring sees it.
 *
 * @param index what {@link Ring#server} returns for it
 * @param name what its points are made from: the name in the configuration, or {@code host:port}
 * @param weight its share; positive
 */
public record RingMember(int index, String name, int weight) {}
