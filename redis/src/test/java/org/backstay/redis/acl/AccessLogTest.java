package org.backstay.redis.acl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.backstay.redis.acl.AccessLog.Context;
import org.backstay.redis.acl.AccessLog.Entry;
import org.junit.jupiter.api.Test;

/** What ACL LOG remembers. */
class AccessLogTest {
    private static final int MOST = 12;

    private final AccessLog log = new AccessLog();

    private void refuse(String object, long millis) {
        refuse(Context.TOPLEVEL, object, millis);
    }

    private void refuse(Context context, String object, long millis) {
        log.add(new Entry(1, Denial.Reason.KEY, context, object, "kim", millis, "client at " + millis), MOST);
    }

    private List<String> shown() {
        return log.entries().stream()
                .map(entry ->
                        entry.count() + " " + entry.context().wireName() + " " + entry.object() + " " + entry.client())
                .toList();
    }

    @Test
    void theSameAgainWithinAMinuteIsCountedAndMovesToTheFront() {
        refuse("a", 0);
        refuse("b", 1);
        refuse("a", 60_000);
        assertThat(shown()).containsExactly("2 toplevel a client at 60000", "1 toplevel b client at 1");
    }

    @Test
    void theSameAMinuteLaterIsNews() {
        refuse("a", 0);
        refuse("a", 60_001);
        assertThat(shown()).containsExactly("1 toplevel a client at 60001", "1 toplevel a client at 0");
    }

    @Test
    void theSameElsewhereIsNews() {
        refuse("a", 0);
        refuse(Context.LUA, "a", 0);
        assertThat(shown()).containsExactly("1 lua a client at 0", "1 toplevel a client at 0");
    }

    @Test
    void onlyTheNewestTenAreLookedThrough() {
        for (int i = 0; i < 11; i++) {
            refuse("key" + i, i);
        }
        refuse("key0", 11);
        refuse("key3", 11);
        assertThat(log.entries()).hasSize(MOST);
        assertThat(log.entries().stream().mapToLong(Entry::count).sum()).isEqualTo(13);
    }

    @Test
    void noMoreThanTheLimitIsKept() {
        for (int i = 0; i < 3 * MOST; i++) {
            refuse("key" + i, i);
        }
        assertThat(log.entries())
                .hasSize(MOST)
                .first()
                .extracting(Entry::object)
                .isEqualTo("key" + (3 * MOST - 1));
        log.clear();
        assertThat(log.entries()).isEmpty();
        log.add(new Entry(1, Denial.Reason.AUTH, Context.TOPLEVEL, "AUTH", "kim", 0, ""), 0);
        assertThat(log.entries()).isEmpty();
    }
}
