package org.backstay.node.machine;

import java.lang.management.ManagementFactory;
import org.backstay.node.Usage;

/** What the JVM says of this process. The JDK's management classes are loaded only when somebody asks. */
final class MachineUsage implements Usage {
    @Override
    public long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    @Override
    public long heapUsedBytes() {
        Runtime heap = Runtime.getRuntime();
        return heap.totalMemory() - heap.freeMemory();
    }

    @Override
    public long heapCommittedBytes() {
        return Runtime.getRuntime().totalMemory();
    }
}
