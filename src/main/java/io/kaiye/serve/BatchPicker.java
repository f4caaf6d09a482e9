package io.kaiye.serve;

import io.kaiye.model.BatchPlan;
import io.kaiye.model.ModelKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;

/**
 * Chooses what to compute together. The item that is first in line always goes; it is joined by
 * those of like length, as far as the budget goes, so that little is spent on padding.
 */
final class BatchPicker {
    /** Items looked at behind the first; bounds the time under the lock. */
    static final int WINDOW_ITEMS = 256;

    /** Padding may be this share of a batch, or {@link #PADDING_TOKENS_FREE} tokens. */
    static final double PADDING_SHARE_MAX = 0.15;

    static final int PADDING_TOKENS_FREE = 32;

    private BatchPicker() {}

    /**
     * Picks a batch; takes nothing out of the line.
     *
     * @param waiting at least one item, first in line first
     * @param tokenBudget most padded tokens; a longer first item travels alone
     * @return items of one model version and one want, sorted by length
     */
    static List<Item> pick(SortedSet<Item> waiting, int tokenBudget) {
        Item first = waiting.first();
        List<Item> candidates = new ArrayList<>();
        int seen = 0;
        for (Item item : waiting) {
            if (item.goesWith(first)) {
                candidates.add(item);
            }
            seen++;
            if (seen == WINDOW_ITEMS) {
                break;
            }
        }
        if (first.call().generation().model().info().kind() == ModelKind.LINEAR) {
            // Sparse rows have no padding, so any neighbours will do.
            return candidates.subList(0, Math.min(candidates.size(), BatchPlan.ITEMS_MAX));
        }
        candidates.sort(Comparator.comparingInt(Item::length));
        return around(candidates, candidates.indexOf(first), tokenBudget);
    }

    /** Widens [low, high] around the first in line, towards whichever neighbour is nearer. */
    private static List<Item> around(List<Item> sorted, int at, int tokenBudget) {
        int low = at;
        int high = at;
        long sum = sorted.get(at).length();
        while (high - low + 1 < BatchPlan.ITEMS_MAX) {
            boolean down = low > 0 && nearerBelow(sorted, at, low, high);
            int next = down ? low - 1 : high + 1;
            if (next >= sorted.size()) {
                break;
            }
            int longest = sorted.get(Math.max(high, next)).length();
            long more = sum + sorted.get(next).length();
            if (!worthwhile(longest, high - low + 2, more, tokenBudget)) {
                break;
            }
            sum = more;
            low = Math.min(low, next);
            high = Math.max(high, next);
        }
        return new ArrayList<>(sorted.subList(low, high + 1));
    }

    private static boolean nearerBelow(List<Item> sorted, int at, int low, int high) {
        if (high + 1 >= sorted.size()) {
            return true;
        }
        int length = sorted.get(at).length();
        return length - sorted.get(low - 1).length() <= sorted.get(high + 1).length() - length;
    }

    private static boolean worthwhile(int longest, int items, long tokens, int tokenBudget) {
        long padded = (long) longest * items;
        long padding = padded - tokens;
        return padded <= tokenBudget
                && padding <= Math.max(PADDING_TOKENS_FREE, PADDING_SHARE_MAX * padded);
    }
}
