package io.kaiye.data;

import io.kaiye.data.ColumnProfile.Bin;
import io.kaiye.data.ColumnProfile.Quantile;
import io.kaiye.data.ColumnProfile.Spread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many texts of a column have which length in characters. Lengths are few, so all that is told
 * of them is exact, and is had from one reading.
 */
final class LengthCounts {
    private final TreeMap<Long, Long> counts = new TreeMap<>();

    /**
     * @param counts texts by their length
     */
    LengthCounts(Map<String, Long> counts) {
        counts.forEach((length, texts) -> this.counts.put(Long.valueOf(length), texts));
    }

    /** Empty where there is no text. */
    Optional<Spread> spread() {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return Optional.empty();
        }
        double sum = 0;
        for (Map.Entry<Long, Long> entry : counts.entrySet()) {
            sum += (double) entry.getKey() * entry.getValue();
        }
        double mean = sum / all;
        double squares = 0;
        for (Map.Entry<Long, Long> entry : counts.entrySet()) {
            double far = entry.getKey() - mean;
            squares += far * far * entry.getValue();
        }
        List<Quantile> quantiles = new ArrayList<>();
        for (double share : ColumnForm.SHARES) {
            double place = share * (all - 1);
            long below = (long) place;
            long low = at(below);
            long high = at(Math.min(below + 1, all - 1));
            quantiles.add(new Quantile(share, low + (place - below) * (high - low)));
        }
        return Optional.of(
                new Spread(
                        counts.firstKey(),
                        counts.lastKey(),
                        mean,
                        all == 1 ? 0 : Math.sqrt(squares / (all - 1)),
                        quantiles));
    }

    /** The length of the text at a place in the order of the lengths. */
    private long at(long place) {
        long passed = 0;
        for (Map.Entry<Long, Long> entry : counts.entrySet()) {
            passed += entry.getValue();
            if (passed > place) {
                return entry.getKey();
            }
        }
        return counts.lastKey();
    }

    List<Bin> bins(BinPlan plan) {
        Map<String, Long> inBins = new HashMap<>();
        counts.forEach(
                (length, texts) ->
                        inBins.merge(Integer.toString(plan.place(length)), texts, Long::sum));
        return plan.bins(inBins);
    }
}
