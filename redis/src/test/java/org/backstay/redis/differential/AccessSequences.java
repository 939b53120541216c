package org.backstay.redis.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Random sequences about users: rules are given and taken, users log in, and commands are tried with their rights. */
final class AccessSequences implements Sequences {
    private static final List<String> USERS = List.of("u1", "u1", "u1", "u2", "none", "default", "");

    private static final List<String> RULES = List.of(
            "on",
            "on",
            "off",
            "ON",
            "nopass",
            "nopass",
            "resetpass",
            ">pw",
            "<pw",
            ">other",
            "<none",
            ">",
            "<",
            "#30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4",
            "!30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4",
            "#30c952",
            "!30c952",
            "#30C952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4",
            "~*",
            "~s*",
            "~l1",
            "~",
            "~a b",
            "%R~s*",
            "%W~e*",
            "%RW~z*",
            "%WR~h*",
            "%rw~x*",
            "%~x",
            "%R",
            "%X~x",
            "allkeys",
            "resetkeys",
            "&*",
            "&c*",
            "&",
            "allchannels",
            "resetchannels",
            "+@all",
            "+@all",
            "-@all",
            "allcommands",
            "nocommands",
            "AllCommands",
            "+@string",
            "-@string",
            "+@STRING",
            "-@write",
            "+@read",
            "+@dangerous",
            "-@dangerous",
            "+@transaction",
            "+get",
            "-get",
            "+GET",
            "+set",
            "-set",
            "+del",
            "+lpush",
            "+mget",
            "+sort",
            "-sort",
            "+auth",
            "+acl",
            "-acl",
            "+acl|whoami",
            "-acl|setuser",
            "+config|get",
            "-config|set",
            "+config",
            "-config",
            "+select|1",
            "-select|1",
            "+select|0",
            "-client|list",
            "+client",
            "+xgroup|create",
            "+xgroup",
            "-xgroup|create",
            "+config|nope",
            "+config|get|x",
            "+get|",
            "+|get",
            "+@nope",
            "+nope",
            "+",
            "-",
            "+@",
            "-@",
            "(+get ~x*)",
            "(-@all +set ~s1)",
            "(+@all allkeys)",
            "(%R~l* +@list)",
            "(",
            ")",
            "(+get",
            "(+nope)",
            "()",
            "( )",
            "(on)",
            "((+get))",
            "(+get ~a) ",
            "clearselectors",
            "reset",
            "sanitize-payload",
            "skip-sanitize-payload",
            "",
            " ",
            "nonsense",
            "+client|setname|x",
            "-debug|digest",
            "+module|list");

    private static final List<String> PASSWORDS = List.of("pw", "pw", "other", "x", "");
    /** Of these, rights to the target are asked for even where the sources can't be told. */
    private static final Pattern STRICTER = Pattern.compile("z(union|inter|diff)store|pfmerge|georadius.*");

    private static final int MOST_RULES = 4;

    private final List<Grammar.Form> forms;
    private final Payloads payloads;

    AccessSequences(List<Grammar.Form> forms, Payloads payloads) {
        this.forms = forms.stream()
                .filter(form -> !STRICTER.matcher(form.name()).matches())
                .toList();
        this.payloads = payloads;
    }

    @Override
    public List<Step> of(long seed, int length) {
        Words words = new Words(new SplittableRandom(seed), payloads);
        Sentences sentences = new Sentences(words);
        List<Step> steps = new ArrayList<>();
        while (steps.size() < length) {
            List<Step> said = sentences.of(words.of(forms));
            Step command = said.isEmpty() ? Step.of("PING") : said.getLast();
            steps.add(
                    switch (words.below(20)) {
                        case 0, 1, 2, 3, 4 -> rules(words);
                        case 5, 6 -> Step.of("ACL", "GETUSER", words.of(USERS));
                        case 7 -> Step.of("ACL", words.of(List.of("LIST", "USERS", "WHOAMI", "CAT", "LOG")));
                        case 8 -> Step.of("ACL", "DELUSER", words.of(List.of("u1", "u2", "none")));
                        case 9, 10, 11, 12 -> tried(words, command);
                        case 13, 14 -> Step.of("AUTH", words.of(USERS), words.of(PASSWORDS));
                        case 15 -> Step.of("AUTH", "default", "");
                        case 16 -> Step.of("ACL", "LOG", words.of(List.of("RESET", "1", "0", "-1", "x")));
                        default -> command;
                    });
        }
        return steps;
    }

    /** Changes a user's rules; those of the default user would bind the observers too. */
    private static Step rules(Words words) {
        List<String> said = new ArrayList<>(List.of("ACL", "SETUSER", words.of(List.of("u1", "u1", "u2"))));
        for (int i = words.below(MOST_RULES); i >= 0; i--) {
            said.add(words.of(RULES));
        }
        return new Step(said);
    }

    private static Step tried(Words words, Step command) {
        List<String> said = new ArrayList<>(List.of("ACL", "DRYRUN", words.of(USERS)));
        said.addAll(command.words());
        return new Step(said);
    }
}
