package org.backstay.redis.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** In what two right answers to the same command may differ. Errors never do. */
enum Freedom {
    /** In nothing. */
    NONE,
    /** In the order of their elements. */
    ORDER {
        @Override
        String view(Reply reply) {
            return reply.isAggregate() ? reply.sign() + sorted(reply, 1).toString() : reply.toString();
        }
    },
    /** In the order of their pairs. */
    ORDER_OF_PAIRS {
        @Override
        String view(Reply reply) {
            return reply.isAggregate() ? reply.sign() + sorted(reply, 2).toString() : reply.toString();
        }
    },
    /** In the order of a user's rules for single commands, which is that of a hash table in the original. */
    RULES {
        @Override
        String view(Reply reply) {
            if (reply.isAggregate()) {
                return reply.sign()
                        + reply.elements().stream().map(this::view).toList().toString();
            }
            String[] words = reply.text().split(" ", -1);
            Arrays.sort(words);
            return reply.sign() + String.join(" ", words);
        }
    },
    /** In what is found, and where to go on, unless either has seen everything: tables have their own order. */
    SCAN {
        @Override
        String view(Reply reply) {
            return ORDER_OF_PAIRS.view(reply);
        }

        @Override
        boolean allows(Reply stock, Reply ours) {
            return goesOn(stock) || goesOn(ours) || ORDER.allows(stock, ours) || super.allows(stock, ours);
        }

        private boolean goesOn(Reply reply) {
            return reply.isAggregate() && !reply.elements().getFirst().text().equals("0");
        }
    },
    /** SORT makes a small sorted set of the original's a large one for good; here it reads it as it is. */
    ENCODING {
        @Override
        boolean allows(Reply stock, Reply ours) {
            boolean sorted = stock.text().equals("skiplist") && ours.text().equals("listpack");
            return sorted || super.allows(stock, ours);
        }
    },
    /** In which elements they have, but not in how many. */
    CHOICE {
        @Override
        String view(Reply reply) {
            return reply.sign() + (reply.isAggregate() ? reply.text() : "");
        }
    },
    /** In all but their type: they say what this server is, or words of its own. */
    WORDS {
        @Override
        String view(Reply reply) {
            return String.valueOf(reply.sign());
        }
    },
    /** In numbers that a clock gave. */
    CLOCK {
        @Override
        boolean allows(Reply stock, Reply ours) {
            return super.allows(stock, ours) || (stock.sign() == ours.sign() && isNear(stock.text(), ours.text()));
        }

        private boolean isNear(String one, String other) {
            return Clocked.near(one, other, Clocked.SECONDS) || Clocked.near(one, other, Clocked.MILLIS);
        }
    },
    /** In how long consumers and entries have been idle, and since when, and in the shape of the original's radix tree. */
    IDLE {
        @Override
        String view(Reply reply) {
            return Clocked.withoutIdle(reply);
        }
    };

    private static final Map<String, Freedom> BY_NAME = Map.ofEntries(
            Map.entry("smembers", ORDER),
            Map.entry("sunion", ORDER),
            Map.entry("sinter", ORDER),
            Map.entry("sdiff", ORDER),
            Map.entry("spop", ORDER),
            Map.entry("keys", ORDER),
            Map.entry("hkeys", ORDER),
            Map.entry("hvals", ORDER),
            Map.entry("scan", SCAN),
            Map.entry("sscan", SCAN),
            Map.entry("hgetall", ORDER_OF_PAIRS),
            Map.entry("hscan", SCAN),
            Map.entry("zscan", SCAN),
            Map.entry("srandmember", CHOICE),
            Map.entry("hrandfield", CHOICE),
            Map.entry("zrandmember", CHOICE),
            Map.entry("randomkey", CHOICE),
            Map.entry("ttl", CLOCK),
            Map.entry("pttl", CLOCK),
            Map.entry("expiretime", CLOCK),
            Map.entry("pexpiretime", CLOCK),
            Map.entry("lastsave", CLOCK),
            Map.entry("time", CHOICE),
            Map.entry("xinfo", IDLE),
            Map.entry("xpending", IDLE),
            Map.entry("info", WORDS),
            Map.entry("hello", CHOICE),
            Map.entry("lolwut", WORDS),
            Map.entry("role", CHOICE),
            Map.entry("memory", WORDS),
            Map.entry("slowlog", WORDS),
            Map.entry("latency", WORDS));

    private static final Map<String, Freedom> BY_SUBCOMMAND = Map.ofEntries(
            Map.entry("object encoding", ENCODING),
            Map.entry("object idletime", CLOCK),
            Map.entry("object freq", CLOCK),
            Map.entry("client id", WORDS),
            Map.entry("client info", WORDS),
            Map.entry("client list", WORDS),
            Map.entry("acl genpass", WORDS),
            Map.entry("acl cat", ORDER),
            Map.entry("acl log", IDLE),
            Map.entry("acl list", RULES),
            Map.entry("acl getuser", RULES),
            Map.entry("command docs", WORDS),
            Map.entry("command info", ORDER),
            Map.entry("command getkeysandflags", ORDER),
            Map.entry("function list", ORDER),
            Map.entry("function dump", WORDS),
            Map.entry("pubsub channels", ORDER),
            Map.entry("pubsub shardchannels", ORDER));

    private static final Set<String> SORTING = Set.of("sort", "sort_ro");

    /** What of an answer must be the same: all of it. */
    String view(Reply reply) {
        return reply.toString();
    }

    /** Whether both are right if the first is. */
    boolean allows(Reply stock, Reply ours) {
        if (stock.isError() || ours.isError()) {
            return stock.equals(ours);
        }
        return view(stock).equals(view(ours));
    }

    /** That of the answer to a command. */
    static Freedom of(Step step) {
        String second = step.subcommand();
        if (second.equals("help")) {
            return WORDS;
        }
        Freedom bySubcommand = BY_SUBCOMMAND.get(step.name() + " " + second);
        if (bySubcommand != null) {
            return bySubcommand;
        }
        return SORTING.contains(step.name()) && leavesOrder(step) ? CHOICE : BY_NAME.getOrDefault(step.name(), NONE);
    }

    /** Whether a SORT is by a pattern without an asterisk, which says not to sort. */
    private static boolean leavesOrder(Step step) {
        List<String> words = step.meant();
        for (int i = 2; i + 1 < words.size(); i++) {
            if (words.get(i).toUpperCase(Locale.ROOT).equals("BY")
                    && !words.get(i + 1).contains("*")) {
                return true;
            }
        }
        return false;
    }

    /** The views of an aggregate's elements, in groups of so many, in order. */
    List<String> sorted(Reply reply, int together) {
        List<String> groups = new ArrayList<>();
        List<Reply> elements = reply.elements();
        for (int i = 0; i < elements.size(); i += together) {
            StringBuilder group = new StringBuilder();
            for (Reply each : elements.subList(i, Math.min(i + together, elements.size()))) {
                group.append(view(each)).append(' ');
            }
            groups.add(group.toString());
        }
        Collections.sort(groups);
        return groups;
    }
}
