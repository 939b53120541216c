package org.backstay.vrrp.check;

/**
 * Whom a checker checks, as messages name it.
 *
 * @param real the server: {@code [10.0.0.2]:tcp:80}
 * @param virtual what it is a part of: {@code [10.0.0.1]:tcp:80}
 */
public record Service(String real, String virtual) {}
