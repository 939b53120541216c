package org.backstay.redis.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backstay.config.QuotedLines;
import org.backstay.config.ValueType;
import org.backstay.redis.acl.RuleException;
import org.backstay.redis.acl.Users;

/** {@code user kim on >secret ~kim:* +@all}: a user a line, each name once. */
final class DeclaredUsersType implements ValueType<List<DeclaredUser>> {
    @Override
    public List<DeclaredUser> read(List<String> words, List<DeclaredUser> before) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("wrong number of arguments");
        }
        DeclaredUser user = new DeclaredUser(words.getFirst(), List.copyOf(words.subList(1, words.size())));
        if (before.stream().anyMatch(known -> known.name().equals(user.name()))) {
            throw new IllegalArgumentException("Duplicate user found. A user can only be defined once in config files");
        }
        try {
            Users.check(user.name(), user.rules());
        } catch (RuleException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        List<DeclaredUser> users = new ArrayList<>(before);
        users.add(user);
        return List.copyOf(users);
    }

    @Override
    public boolean isMany() {
        return true;
    }

    @Override
    public String show(List<DeclaredUser> users) {
        return users.stream().map(DeclaredUser::name).collect(Collectors.joining(" "));
    }

    @Override
    public List<String> lines(List<DeclaredUser> users) {
        return users.stream().map(DeclaredUsersType::line).toList();
    }

    private static String line(DeclaredUser user) {
        return Stream.concat(Stream.of(user.name()), user.rules().stream())
                .map(QuotedLines::quote)
                .collect(Collectors.joining(" "));
    }

    @Override
    public String expected() {
        return "a name and rules as ACL SETUSER takes them, any number of lines";
    }
}
