package org.backstay.vrrp.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.backstay.base.net.IpAddress;
import org.backstay.config.Block;
import org.backstay.config.BraceWords;
import org.backstay.config.Statement;
import org.jspecify.annotations.Nullable;

/** One statement's arguments as numbers, times and addresses. What can't be read is reported, and the default stands. */
final class Words {
    /** Longest time that a directive may give, in seconds: so that sums of times never overflow. */
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(100_000_000);

    private static final Set<String> TRUE = Set.of("on", "true", "yes");
    private static final Set<String> FALSE = Set.of("off", "false", "no");

    private final Block block;
    private final Diagnostics diagnostics;

    Words(Block block, Diagnostics diagnostics) {
        this.block = block;
        this.diagnostics = diagnostics;
    }

    Statement statement() {
        return block.statement();
    }

    Block block() {
        return block;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    void fault(String what) {
        diagnostics.fault(statement(), what);
    }

    int count() {
        return statement().size();
    }

    /** The i-th argument, the first is 1; null when there are fewer. */
    @Nullable
    String optional(int i) {
        return i <= count() ? statement().argument(i) : null;
    }

    /** The i-th argument; reported and null when there are fewer. */
    @Nullable
    String required(int i) {
        if (i > count()) {
            fault("missing parameter for '" + statement().name() + "'");
            return null;
        }
        return statement().argument(i);
    }

    int integer(int i, int least, int most, int otherwise) {
        String text = required(i);
        return text == null ? otherwise : integer(text, least, most, otherwise);
    }

    int integer(String text, int least, int most, int otherwise) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
            fault("number '" + text + "' outside range [" + least + ", " + most + "]");
        } catch (NumberFormatException notANumber) {
            fault("invalid number '" + text + "'");
        }
        return otherwise;
    }

    /** A time in seconds with fractions, as nanoseconds. */
    long seconds(int i, String least, String most, long otherwise) {
        String text = required(i);
        if (text == null) {
            return otherwise;
        }
        try {
            BigDecimal value = text.length() > 20 ? LONGEST_SECONDS.add(BigDecimal.ONE) : new BigDecimal(text);
            boolean tooLong = !most.isEmpty() && value.compareTo(new BigDecimal(most)) > 0;
            if (value.compareTo(new BigDecimal(least)) >= 0 && !tooLong && value.compareTo(LONGEST_SECONDS) <= 0) {
                return value.movePointRight(9).longValue();
            }
            fault("time '" + text + "' outside range [" + least + ", " + (most.isEmpty() ? LONGEST_SECONDS : most)
                    + "]");
        } catch (NumberFormatException notANumber) {
            fault("invalid time '" + text + "'");
        }
        return otherwise;
    }

    /** {@code on} or {@code off} in its forms; nothing is {@code on}. */
    boolean flag(boolean otherwise) {
        String text = optional(1);
        if (text == null || TRUE.contains(text)) {
            return true;
        }
        if (FALSE.contains(text)) {
            return false;
        }
        fault("invalid value '" + text + "' for " + statement().name() + ", expected on or off");
        return otherwise;
    }

    @Nullable
    IpAddress address(int i) {
        String text = required(i);
        IpAddress address = text == null ? null : IpAddress.parse(text);
        if (text != null && address == null) {
            fault("invalid IP address '" + text + "'");
        }
        return address;
    }

    /** A command with the user and group that may follow it. */
    @Nullable
    ScriptCommand command() {
        String text = required(1);
        if (text == null) {
            return null;
        }
        List<String> command = BraceWords.command(text);
        if (command.isEmpty()) {
            fault("empty command");
            return null;
        }
        return new ScriptCommand(command, optional(2), optional(3));
    }
}
