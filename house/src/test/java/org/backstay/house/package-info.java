/**
 * The rules of the house as tests: which module may import which, and what tidy sources look like.
 *
 * <p>Runs on the test thread. Imports no module by name; reads all of them as class files and as text.
 */
package org.backstay.house;
