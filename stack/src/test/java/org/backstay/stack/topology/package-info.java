/** Tests of the topology and its files. They run on JUnit's thread and import the programs' readers. */
package org.backstay.stack.topology;
