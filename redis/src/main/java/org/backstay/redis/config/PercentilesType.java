package org.backstay.redis.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.backstay.config.ValueType;

/** The value of {@code latency-tracking-info-percentiles}: numbers from 0 to 100, or nothing. */
final class PercentilesType implements ValueType<List<BigDecimal>> {
    private static final BigDecimal MOST = BigDecimal.valueOf(100);

    @Override
    public List<BigDecimal> read(List<String> words, List<BigDecimal> before) {
        List<BigDecimal> percentiles = new ArrayList<>();
        for (String word : words) {
            if (!word.isEmpty()) {
                percentiles.add(percentile(word));
            }
        }
        return List.copyOf(percentiles);
    }

    private static BigDecimal percentile(String word) {
        try {
            BigDecimal percentile = new BigDecimal(word);
            if (percentile.signum() >= 0 && percentile.compareTo(MOST) <= 0) {
                return percentile;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid latency-tracking-info-percentiles parameters", e);
        }
        throw new IllegalArgumentException(
                "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
    }

    @Override
    public boolean isMany() {
        return true;
    }

    @Override
    public List<BigDecimal> set(String text, List<BigDecimal> before) {
        return read(List.of(text.trim().split("\\s+")), before);
    }

    @Override
    public String show(List<BigDecimal> percentiles) {
        return percentiles.stream().map(BigDecimal::toPlainString).collect(Collectors.joining(" "));
    }

    @Override
    public List<String> lines(List<BigDecimal> percentiles) {
        return List.of(percentiles.isEmpty() ? "\"\"" : show(percentiles));
    }

    @Override
    public String expected() {
        return "numbers from 0 to 100, or \"\"";
    }
}
