/**
 * Sync groups: instances that go together, because one without the others would be of no use.
 *
 * <p>Runs on the router's loop. Imports {@code org.backstay.vrrp.instance} and the configuration.
 */
@NullMarked
package org.backstay.vrrp.group;

import org.jspecify.annotations.NullMarked;
