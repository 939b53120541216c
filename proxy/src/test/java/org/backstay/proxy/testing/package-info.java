/** What the proxy's tests share. Test scope only; any thread. Imports what the proxy imports, and the test kit. */
package org.backstay.proxy.testing;
