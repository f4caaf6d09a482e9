package io.kaiye.gateway;

import java.util.Comparator;
import java.util.PriorityQueue;

/** The best of many scores, found in one pass without sorting the others. */
final class TopScores {
    private TopScores() {}

    /**
     * Places of the {@code count} highest scores, or of all if there are fewer, best first; of
     * equal ones the earlier first. O(scores · log count).
     */
    static int[] places(float[] scores, int count) {
        Comparator<Integer> worstFirst =
                (a, b) -> {
                    int order = Float.compare(scores[a], scores[b]);
                    return order == 0 ? Integer.compare(b, a) : order;
                };
        int kept = Math.min(count, scores.length);
        PriorityQueue<Integer> best = new PriorityQueue<>(kept, worstFirst);
        for (int i = 0; i < scores.length; i++) {
            if (best.size() < kept) {
                best.add(i);
            } else if (Float.compare(scores[i], scores[best.element()]) > 0) {
                best.remove();
                best.add(i);
            }
        }
        int[] places = new int[kept];
        for (int i = kept - 1; i >= 0; i--) {
            places[i] = best.remove();
        }
        return places;
    }
}
