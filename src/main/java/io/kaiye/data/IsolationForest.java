package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How soon random cuts part a point from the rest (Liu, Ting and Zhou, "Isolation forest", ICDM
 * 2008): trees of a small sample each, cut at a random number within the range of a random column
 * down to the depth of a balanced tree. Outliers have short paths. The same points and seed give
 * the same forest on every machine. Safe for threads once made.
 */
final class IsolationForest {
    static final int TREES = 100;
    private static final int TREE_POINTS = 256;
    private static final double EULER = 0.5772156649015329;

    /** In what {@link #bytes} gives. */
    private static final int FORMAT = 1;

    private static final int LEAF = -1;

    private final Tree[] trees = new Tree[TREES];
    private final int treePoints;

    /**
     * @param points at least one, of the same length
     */
    IsolationForest(List<double[]> points, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        treePoints = Math.min(TREE_POINTS, points.size());
        int depth = 32 - Integer.numberOfLeadingZeros(Math.max(1, treePoints - 1));
        int[] order = new int[points.size()];
        Arrays.setAll(order, i -> i);
        for (int t = 0; t < TREES; t++) {
            double[][] some = new double[treePoints][];
            for (int i = 0; i < treePoints; i++) {
                int j = i + random.nextInt(order.length - i);
                int swap = order[i];
                order[i] = order[j];
                order[j] = swap;
                some[i] = points.get(order[i]);
            }
            trees[t] = new Tree(2 * treePoints);
            trees[t].grow(some, treePoints, 0, depth, random);
        }
    }

    private IsolationForest(DataInputStream in) throws IOException {
        if (in.readInt() != FORMAT) {
            throw new IOException("not the trees of an isolation forest");
        }
        treePoints = in.readInt();
        for (int t = 0; t < TREES; t++) {
            trees[t] = new Tree(2 * treePoints);
            trees[t].read(in);
        }
    }

    /**
     * Reads what {@link #bytes} gave, which its caller has verified.
     *
     * @throws KaiyeException CORRUPT_FILE
     */
    static IsolationForest read(Path file) {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return new IsolationForest(in);
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE, "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * All of it, at most {@code 8 + 100 × 511 × 10} bytes, big-endian: the format, the points of a
     * tree, and the nodes of each tree with what is below first: two bytes for the column, -1 for a
     * leaf, and eight for the cut or the length of the path.
     */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            out.writeInt(treePoints);
            for (Tree tree : trees) {
                tree.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail so
        }
        return bytes.toByteArray();
    }

    /** Mean length of a point's path over the trees; no number may be NaN. */
    double path(double[] point) {
        double sum = 0;
        for (Tree tree : trees) {
            sum += tree.path(point);
        }
        return sum / TREES;
    }

    /** The paper's score, from 0 to 1: near 1 is an outlier, below a half is none. */
    double score(double path) {
        double expected = unparted(treePoints);
        return expected == 0 ? 0.5 : StrictMath.pow(2, -path / expected);
    }

    /** Mean length of the path that would part one of so many points: c(n) of the paper. */
    private static double unparted(int points) {
        return points <= 1
                ? 0
                : 2 * (StrictMath.log(points - 1) + EULER) - 2.0 * (points - 1) / points;
    }

    /** Nodes in arrays; of a leaf {@code right} is 0 and {@code cuts} its path's length. */
    private static final class Tree {
        private final int[] columns;
        private final double[] cuts;
        private final int[] right;
        private int size;

        Tree(int nodes) {
            columns = new int[nodes];
            cuts = new double[nodes];
            right = new int[nodes];
        }

        /** Adds the node of the first {@code count} points and those below it. */
        void grow(double[][] points, int count, int depth, int deepest, SplitMix64 random) {
            int node = size++;
            int column = depth < deepest && count > 1 ? column(points, count, random) : -1;
            if (column < 0) {
                cuts[node] = depth + unparted(count);
                return;
            }
            double low = points[0][column];
            double high = low;
            for (int i = 1; i < count; i++) {
                low = Math.min(low, points[i][column]);
                high = Math.max(high, points[i][column]);
            }
            double share = (random.nextLong() >>> 11) * 0x1.0p-53;
            double cut = low + share * (high - low);
            int below = 0;
            double[][] sides = new double[count][];
            int above = count;
            for (int i = 0; i < count; i++) {
                if (points[i][column] < cut) {
                    sides[below++] = points[i];
                } else {
                    sides[--above] = points[i];
                }
            }
            columns[node] = column;
            cuts[node] = cut;
            grow(sides, below, depth + 1, deepest, random);
            right[node] = size;
            grow(
                    Arrays.copyOfRange(sides, below, count),
                    count - below,
                    depth + 1,
                    deepest,
                    random);
        }

        /** A random one of the columns in which points differ, or -1. */
        private static int column(double[][] points, int count, SplitMix64 random) {
            int columns = points[0].length;
            int[] differing = new int[columns];
            int found = 0;
            for (int column = 0; column < columns; column++) {
                for (int i = 1; i < count; i++) {
                    if (points[i][column] != points[0][column]) {
                        differing[found++] = column;
                        break;
                    }
                }
            }
            return found == 0 ? -1 : differing[random.nextInt(found)];
        }

        void write(DataOutputStream out) throws IOException {
            for (int node = 0; node < size; node++) {
                out.writeShort(right[node] > 0 ? columns[node] : LEAF);
                out.writeDouble(cuts[node]);
            }
        }

        /** Adds the node that comes next and those below it. */
        void read(DataInputStream in) throws IOException {
            int node = size++;
            int column = in.readShort();
            cuts[node] = in.readDouble();
            if (column == LEAF) {
                return;
            }
            columns[node] = column;
            read(in);
            right[node] = size;
            read(in);
        }

        double path(double[] point) {
            int node = 0;
            while (right[node] > 0) {
                node = point[columns[node]] < cuts[node] ? node + 1 : right[node];
            }
            return cuts[node];
        }
    }
}
