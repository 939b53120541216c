package org.backstay.redis.acl;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.backstay.resp.command.AclCategory;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable;
import org.jspecify.annotations.Nullable;

/**
 * Categories of commands: applied to a selector's rights, and found again in them, because rights that many rules have made are shown
 * as the few categories that come nearest and the commands by which they differ. Stateless.
 */
final class CategoryRules {
    private CategoryRules() {}

    static void apply(CommandRights rights, CommandTable<?> commands, AclCategory category, boolean allow) {
        for (CommandTable.Entry<?> command : all(commands)) {
            if (command.spec().categories().contains(category)) {
                rights.allow(command, allow);
            }
        }
    }

    /** Every command, each followed by its subcommands. */
    static List<CommandTable.Entry<?>> all(CommandTable<?> commands) {
        List<CommandTable.Entry<?>> all = new ArrayList<>();
        for (CommandTable.Entry<?> command : commands.commands()) {
            all.add(command);
            all.addAll(command.subcommands());
        }
        return all;
    }

    /** The rules that make these rights. */
    static String describe(CommandRights rights, CommandTable<?> commands) {
        boolean additive = !rights.allowsUnknown();
        StringBuilder rules = new StringBuilder(additive ? "-@all" : "+@all");
        CommandRights made = new CommandRights();
        made.allow(!additive);
        CommandRights left = rights.copy();
        List<CommandTable.Entry<?>> all = all(commands);
        Set<AclCategory> open = EnumSet.allOf(AclCategory.class);
        AclCategory best = nearest(left, all, open, additive);
        while (best != null) {
            apply(made, commands, best, additive);
            apply(left, commands, best, !additive);
            open.remove(best);
            rules.append(additive ? " +" : " -").append(best.wireName());
            best = nearest(left, all, open, additive);
        }
        for (CommandTable.Entry<?> command : all) {
            CommandSpec spec = command.spec();
            boolean allowed = rights.allows(spec);
            if (allowed != made.allows(spec)) {
                rules.append(allowed ? " +" : " -").append(spec.fullName());
                made.allow(command, allowed);
            }
            if (!allowed) {
                rights.firstArguments(spec)
                        .forEach(word -> rules.append(" +")
                                .append(spec.fullName())
                                .append('|')
                                .append(word));
            }
        }
        return rules.toString();
    }

    /** The category with more commands that are as wanted than not; of several, the one with fewest that are not. */
    private static @Nullable AclCategory nearest(
            CommandRights left, List<CommandTable.Entry<?>> all, Set<AclCategory> open, boolean additive) {
        AclCategory best = null;
        int fewestOthers = Integer.MAX_VALUE;
        int mostSame = 0;
        for (AclCategory category : open) {
            int same = 0;
            int others = 0;
            for (CommandTable.Entry<?> command : all) {
                if (!command.spec().categories().contains(category)) {
                    continue;
                }
                if (left.allows(command.spec()) == additive) {
                    same++;
                } else {
                    others++;
                }
            }
            if (same > others && (others < fewestOthers || (others == fewestOthers && same > mostSame))) {
                best = category;
                fewestOthers = others;
                mostSame = same;
            }
        }
        return best;
    }
}
