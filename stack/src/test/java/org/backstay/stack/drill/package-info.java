/** Tests of the drill's report. They run on JUnit's thread and import what they test. */
package org.backstay.stack.drill;
