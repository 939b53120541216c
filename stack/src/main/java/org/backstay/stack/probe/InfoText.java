package org.backstay.stack.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.resp.RespValue;

/** Reads what servers say as fields and values. Stateless. */
public final class InfoText {
    private InfoText() {}

    /** INFO's lines. */
    public static Map<String, String> fields(String info) {
        Map<String, String> fields = new HashMap<>();
        for (String line : info.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return fields;
    }

    /** Names and values that alternate. */
    public static Map<String, String> pairs(List<RespValue> alternating) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i + 1 < alternating.size(); i += 2) {
            pairs.put(alternating.get(i).text(), alternating.get(i + 1).text());
        }
        return pairs;
    }
}
