package io.kaiye.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Makes findings that do not overlap, in the order of the text. Where two meet, the surer one stays
 * whole (of two as sure, the longer); the other keeps what is left of it, so that no character that
 * somebody found is lost.
 */
final class Overlaps {
    private static final Comparator<Finding> BEST =
            Comparator.comparingDouble(Finding::confidence)
                    .reversed()
                    .thenComparing(Comparator.comparingInt(Finding::length).reversed())
                    .thenComparingInt(Finding::start)
                    .thenComparing(Finding::kind);

    private Overlaps() {}

    static List<Finding> resolve(Page page, List<Finding> findings) {
        NavigableMap<Integer, Finding> kept = new TreeMap<>();
        for (Finding finding : findings.stream().sorted(BEST).toList()) {
            place(page, finding, kept);
        }
        return List.copyOf(kept.values());
    }

    private static void place(Page page, Finding finding, NavigableMap<Integer, Finding> kept) {
        var before = kept.floorEntry(finding.start());
        int at =
                before == null
                        ? finding.start()
                        : Math.max(finding.start(), before.getValue().end());
        List<Finding> inside =
                at >= finding.end()
                        ? List.of()
                        : new ArrayList<>(kept.subMap(at, finding.end()).values());
        for (Finding other : inside) {
            keep(page, finding, at, other.start(), kept);
            at = other.end();
        }
        keep(page, finding, at, finding.end(), kept);
    }

    /** Keeps a part of a finding without the spaces and signs around it, if a letter is left. */
    private static void keep(
            Page page, Finding finding, int start, int end, NavigableMap<Integer, Finding> kept) {
        if (start == finding.start() && end == finding.end()) {
            kept.put(start, finding);
            return;
        }
        int first = start;
        int last = end;
        while (first < last && !Character.isLetterOrDigit(page.at(first))) {
            first++;
        }
        while (last > first && !Character.isLetterOrDigit(page.at(last - 1))) {
            last--;
        }
        if (first < last) {
            kept.put(first, new Finding(first, last, finding.kind(), finding.confidence()));
        }
    }
}
