package org.backstay.redis.info;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.backstay.redis.config.LatencyDirectives;
import org.backstay.redis.server.Command;
import org.backstay.redis.server.RedisServer;
import org.backstay.resp.command.CommandTable;

/** The sections on how commands fared: how often they ran, and how long they took. Subcommands have lines of their own. */
final class CommandSections {
    private final RedisServer server;

    private CommandSections(RedisServer server) {
        this.server = server;
    }

    static void addTo(InfoReport report, RedisServer server) {
        CommandSections sections = new CommandSections(server);
        report.add(new InfoSection("Commandstats", false, sections::calls));
        report.add(new InfoSection("Latencystats", false, sections::durations));
    }

    private void forEach(Consumer<Command> action) {
        forEach(server.dispatcher().commands().commands(), action);
    }

    private static void forEach(Collection<CommandTable.Entry<Command>> entries, Consumer<Command> action) {
        for (CommandTable.Entry<Command> entry : entries) {
            Command command = entry.handler();
            if (command != null) {
                action.accept(command);
            }
            forEach(entry.subcommands(), action);
        }
    }

    private void calls(InfoSection.Lines to) {
        forEach(command -> {
            if (command.calls() + command.rejectedCalls() == 0) {
                return;
            }
            double each = command.calls() == 0 ? 0 : (double) command.micros() / command.calls();
            to.add(
                    "cmdstat_" + command.spec().fullName(),
                    "calls=" + command.calls() + ",usec=" + command.micros() + ",usec_per_call="
                            + String.format(Locale.ROOT, "%.2f", each) + ",rejected_calls=" + command.rejectedCalls()
                            + ",failed_calls=" + command.failedCalls());
        });
    }

    private void durations(InfoSection.Lines to) {
        if (!server.settings().get(LatencyDirectives.LATENCY_TRACKING)) {
            return;
        }
        List<BigDecimal> percentiles = server.settings().get(LatencyDirectives.LATENCY_TRACKING_INFO_PERCENTILES);
        forEach(command -> {
            if (command.latency().calls() > 0) {
                to.add(
                        "latency_percentiles_usec_" + command.spec().fullName(),
                        percentiles.stream()
                                .map(percentile -> show(command, percentile))
                                .collect(Collectors.joining(",")));
            }
        });
    }

    private static String show(Command command, BigDecimal percentile) {
        return String.format(
                Locale.ROOT,
                "p%s=%.3f",
                percentile.stripTrailingZeros().toPlainString(),
                command.latency().micros(percentile.doubleValue()));
    }
}
