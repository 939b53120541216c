package org.backstay.redis.command;

import static org.backstay.resp.command.IntrospectionRows.LATENCY;
import static org.backstay.resp.command.IntrospectionRows.LATENCY_DOCTOR;
import static org.backstay.resp.command.IntrospectionRows.LATENCY_GRAPH;
import static org.backstay.resp.command.IntrospectionRows.LATENCY_HISTOGRAM;
import static org.backstay.resp.command.IntrospectionRows.LATENCY_HISTORY;
import static org.backstay.resp.command.IntrospectionRows.LATENCY_LATEST;
import static org.backstay.resp.command.IntrospectionRows.LATENCY_RESET;

import java.util.Collection;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Command;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.LatencyHistogram;
import org.backstay.redis.server.LatencyMonitor;
import org.backstay.redis.server.LatencyMonitor.Sample;
import org.backstay.redis.server.LatencyMonitor.Series;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.command.CommandTable;

/** LATENCY: what kept the loop for long, and how long commands take. */
public final class LatencyCommands {
    private static final int GRAPH_WIDTH = 80;
    private static final int GRAPH_ROWS = 4;

    private LatencyCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.container(LATENCY)
                .on(LATENCY_LATEST, LatencyCommands::latest)
                .on(LATENCY_HISTORY, LatencyCommands::history)
                .on(LATENCY_RESET, LatencyCommands::reset)
                .on(LATENCY_GRAPH, LatencyCommands::graph)
                .on(LATENCY_DOCTOR, LatencyCommands::doctor)
                .on(LATENCY_HISTOGRAM, LatencyCommands::histogram);
    }

    private static void latest(Call call) {
        LatencyMonitor monitor = call.server().latency();
        call.reply().array(monitor.series().size());
        monitor.series().forEach((event, series) -> {
            call.reply().array(4);
            call.reply().bulk(event);
            call.reply().integer(series.last().seconds());
            call.reply().integer(series.last().millis());
            call.reply().integer(series.longest());
        });
    }

    private static void history(Call call) {
        Series series = call.server().latency().series().get(call.request().text(2));
        if (series == null) {
            call.reply().array(0);
            return;
        }
        call.reply().array(series.samples().size());
        for (Sample sample : series.samples()) {
            call.reply().array(2);
            call.reply().integer(sample.seconds());
            call.reply().integer(sample.millis());
        }
    }

    private static void reset(Call call) {
        LatencyMonitor monitor = call.server().latency();
        int forgotten = 0;
        if (call.request().size() == 2) {
            forgotten = monitor.reset(null);
        }
        for (int i = 2; i < call.request().size(); i++) {
            forgotten += monitor.reset(call.request().text(i));
        }
        call.reply().integer(forgotten);
    }

    /** A column for each sample, as high as its event was long. */
    private static void graph(Call call) {
        String event = call.request().text(2);
        Series series = call.server().latency().series().get(event);
        if (series == null) {
            throw new CommandException("ERR No samples available for event '" + event + "'");
        }
        long high = series.samples().stream().mapToLong(Sample::millis).max().orElse(0);
        long low = series.samples().stream().mapToLong(Sample::millis).min().orElse(0);
        StringBuilder text = new StringBuilder();
        text.append(event).append(" - high ").append(high).append(" ms, low ").append(low);
        text.append(" ms (all time high ").append(series.longest()).append(" ms)\n");
        text.append("-".repeat(GRAPH_WIDTH)).append('\n');
        for (int row = GRAPH_ROWS; row > 0; row--) {
            for (Sample sample : series.samples()) {
                text.append(sample.millis() * GRAPH_ROWS > (row - 1) * high ? '#' : ' ');
            }
            text.append('\n');
        }
        call.reply().verbatim("txt", text.toString());
    }

    private static void doctor(Call call) {
        LatencyMonitor monitor = call.server().latency();
        StringBuilder text = new StringBuilder();
        if (!monitor.isOn()) {
            text.append("Latency is not monitored: set latency-monitor-threshold to the milliseconds that matter.\n");
        } else if (monitor.series().isEmpty()) {
            text.append("Nothing has taken longer than latency-monitor-threshold since the last reset.\n");
        }
        monitor.series().forEach((event, series) -> {
            double mean = series.samples().stream()
                    .mapToLong(Sample::millis)
                    .average()
                    .orElse(0);
            text.append(event).append(": ").append(series.samples().size()).append(" seconds with spikes, mean ");
            text.append(Math.round(mean))
                    .append(" ms, worst ")
                    .append(series.longest())
                    .append(" ms. ");
            text.append(advice(event)).append('\n');
        });
        call.reply().verbatim("txt", text.toString());
    }

    private static String advice(String event) {
        return switch (event) {
            case LatencyMonitor.COMMAND -> "See SLOWLOG GET for the commands, and ask for less at a time.";
            case LatencyMonitor.FAST_COMMAND ->
                "Fast commands are slow when the machine is: look at its processors and its memory.";
            case LatencyMonitor.EXPIRE_CYCLE -> "Many keys end at the same time: spread their expiry.";
            default -> "Large answers were owed to clients that had waited.";
        };
    }

    private static void histogram(Call call) {
        call.reply().beginMap();
        int[] shown = {0};
        CommandTable<Command> commands = call.server().dispatcher().commands();
        if (call.request().size() == 2) {
            commands.commands().forEach(entry -> show(call.reply(), entry, shown));
        }
        for (int i = 2; i < call.request().size(); i++) {
            CommandTable.Entry<Command> entry = commands.find(call.request().text(i));
            if (entry != null) {
                show(call.reply(), entry, shown);
            }
        }
        call.reply().endMap(shown[0]);
    }

    /** Shows a command and its subcommands, as far as they have run. */
    private static void show(ReplyWriter reply, CommandTable.Entry<Command> entry, int[] shown) {
        Command command = entry.handler();
        if (command != null && command.latency().calls() > 0) {
            reply.bulk(command.spec().fullName());
            show(reply, command.latency());
            shown[0]++;
        }
        Collection<CommandTable.Entry<Command>> subcommands = entry.subcommands();
        subcommands.forEach(subcommand -> show(reply, subcommand, shown));
    }

    private static void show(ReplyWriter reply, LatencyHistogram histogram) {
        reply.map(2);
        reply.bulk("calls");
        reply.integer(histogram.calls());
        reply.bulk("histogram_usec");
        reply.beginMap();
        int limits = histogram.forEach((micros, calls) -> {
            reply.integer(micros);
            reply.integer(calls);
        });
        reply.endMap(limits);
    }
}
