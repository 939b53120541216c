package org.backstay.stack;

import java.io.PrintStream;
import java.util.List;
import org.backstay.node.Node;
import org.backstay.stack.probe.NodeReport;
import org.backstay.stack.probe.StackView;
import org.backstay.stack.probe.StatusTable;
import org.backstay.stack.probe.Waiting;
import org.backstay.stack.supervision.StackFolder;
import org.backstay.stack.topology.NodeSpec;
import org.backstay.stack.topology.Program;
import org.backstay.stack.topology.Topology;

/** {@code backstay status}: asks every node once and says what it answered. */
final class StatusCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final long PATIENCE_MILLIS = 1_500;

    private final StackArguments arguments;
    private final Topology topology;
    private final PrintStream out;

    StatusCommand(StackArguments arguments, Topology topology, PrintStream out) {
        this.arguments = arguments;
        this.topology = topology;
        this.out = out;
    }

    /** 0 when every node answers, 1 when one does not. */
    int run(Node node) {
        StackView view = new StackView(topology, node.network(), node.loop());
        Waiting waiting = new Waiting(node.loop());
        waiting.onLoop(() -> view.askAll(List.of(Program.values()), probe -> {}));
        boolean all = waiting.until(
                PATIENCE_MILLIS,
                () -> view.probes().stream().noneMatch(probe -> probe.last() instanceof NodeReport.Silent));
        StackFolder folder = new StackFolder(node.disk(), topology.folder());
        if (arguments.json() != null) {
            out.println(StatusTable.json(view, spec -> pid(folder, spec)));
        } else {
            StatusTable.lines(view, spec -> pid(folder, spec)).forEach(out::println);
        }
        waiting.onLoop(view::close);
        return all ? DONE : FAILED;
    }

    private static long pid(StackFolder folder, NodeSpec spec) {
        return folder.node(spec).map(ProcessHandle::pid).orElse(-1L);
    }
}
