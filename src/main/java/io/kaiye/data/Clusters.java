package io.kaiye.data;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Rows joined into clusters, each led by its first row: union-find with path halving, joined by
 * compare-and-set (R. Anderson and H. Woll, "Wait-free parallel algorithms for the union-find
 * problem", 1991). The order of joins does not matter. Safe for threads.
 */
final class Clusters {
    private final AtomicIntegerArray parents;

    Clusters(int rows) {
        parents = new AtomicIntegerArray(rows);
        for (int row = 0; row < rows; row++) {
            parents.setPlain(row, row);
        }
    }

    int leader(int row) {
        int at = row;
        while (true) {
            int parent = parents.get(at);
            if (parent == at) {
                return at;
            }
            int grandparent = parents.get(parent);
            if (grandparent != parent) {
                parents.compareAndSet(at, parent, grandparent);
            }
            at = grandparent;
        }
    }

    void join(int a, int b) {
        while (true) {
            int first = leader(a);
            int second = leader(b);
            if (first == second) {
                return;
            }
            int earlier = Math.min(first, second);
            int later = Math.max(first, second);
            if (parents.compareAndSet(later, later, earlier)) {
                return;
            }
        }
    }

    /** Of every row, once all is joined. */
    int[] leaders() {
        int[] leaders = new int[parents.length()];
        for (int row = 0; row < leaders.length; row++) {
            leaders[row] = leader(row);
        }
        return leaders;
    }
}
