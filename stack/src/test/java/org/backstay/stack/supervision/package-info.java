/** Tests of supervision. They run on JUnit's thread and import what they test. */
package org.backstay.stack.supervision;
