package org.backstay.redis.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The text of a file of users: {@code user NAME RULE ...} on each line, or nothing; no comments, because ACL SAVE would lose them. Lives for one
 * reading, which looks at every line, so that one error tells all that is wrong.
 */
final class UserLines {
    private static final String NOTHING_CHANGED =
            "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";

    private final RuleReader reader;
    private final String file;
    private final boolean allChannels;
    private final SortedMap<String, User> users = new TreeMap<>();
    private final StringBuilder faults = new StringBuilder();

    /**
     * Prepares for one file.
     *
     * @param file its name, for errors
     * @param allChannels whether users may hear all channels before their rules say more
     */
    UserLines(RuleReader reader, String file, boolean allChannels) {
        this.reader = reader;
        this.file = file;
        this.allChannels = allChannels;
    }

    /** The users of the text, by name. */
    SortedMap<String, User> read(String text) throws RuleException {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty()) {
                read(i + 1, line.split(" ", -1));
            }
        }
        if (!faults.isEmpty()) {
            throw new RuleException(faults + NOTHING_CHANGED);
        }
        return users;
    }

    private void read(int line, String[] words) {
        if (!words[0].equals("user") || words.length < 2) {
            fault(at(line) + " should start with user keyword followed by the username");
            return;
        }
        String name = words[1];
        if (RuleReader.hasBlanks(name)) {
            fault("'" + at(line) + ": username '" + name + "' contains invalid characters");
            return;
        }
        User user = new User(name, allChannels);
        if (users.putIfAbsent(name, user) != null) {
            fault("WARNING: Duplicate user '" + name + "' found on line " + line);
            return;
        }
        List<String> rules = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            rules.add(words[i].strip());
        }
        try {
            apply(user, RuleReader.joinSelectors(rules), line);
        } catch (RuleException e) {
            fault(at(line) + ": Unmatched parenthesis in selector definition");
        }
    }

    /** Of the rules that may hold a secret, only the first wrong one is told, and not which it is. */
    private void apply(User user, List<String> rules, int line) {
        boolean told = false;
        for (String rule : rules) {
            try {
                reader.apply(user, rule, allChannels);
            } catch (RuleException e) {
                if (e.isAboutName()) {
                    fault(at(line) + ": Error in applying operation '" + rule + "': " + e.getMessage());
                } else if (!told) {
                    fault(at(line) + ": " + e.getMessage());
                    told = true;
                }
            }
        }
    }

    private String at(int line) {
        return file + ":" + line;
    }

    private void fault(String text) {
        faults.append(text).append(". ");
    }
}
