package org.backstay.redis.config;

import java.util.List;

/**
 * A user as redis.conf declares it.
 *
 * @param name a byte a character
 * @param rules as ACL SETUSER takes them
 */
public record DeclaredUser(String name, List<String> rules) {}
