package io.kaiye.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The mean of a number over the k nearest of some known rows (Troyanskaya et al., "Missing value
 * estimation methods for DNA microarrays", Bioinformatics 17, 2001). Distances are Euclidean over
 * the other numbers, each divided by its standard deviation; a missing one is left out and the rest
 * counts for it. Of rows as far as each other the earlier is nearer. Safe for threads.
 */
final class NearestRows {
    private final int neighbours;
    private final double[][] points;
    private final double[] targets;
    private final double[] scales;
    private final Scaling scaling;

    /**
     * @param known rows of the target and then the other numbers, at least one
     */
    NearestRows(List<double[]> known, int neighbours) {
        this(known, neighbours, Optional.empty());
    }

    /**
     * @param scaling what to use instead of what these rows come to
     */
    NearestRows(List<double[]> known, int neighbours, Optional<Scaling> scaling) {
        this.neighbours = Math.min(neighbours, known.size());
        this.targets = known.stream().mapToDouble(row -> row[0]).toArray();
        this.points =
                known.stream()
                        .map(row -> Arrays.copyOfRange(row, 1, row.length))
                        .toArray(double[][]::new);
        this.scaling = scaling.orElseGet(this::ownScaling);
        this.scales = this.scaling.scales().stream().mapToDouble(Double::doubleValue).toArray();
        for (double[] point : points) {
            for (int i = 0; i < scales.length; i++) {
                point[i] /= scales[i];
            }
        }
    }

    /**
     * What numbers are compared by.
     *
     * @param mean of the target
     * @param scales what each of the other numbers is divided by
     */
    record Scaling(double mean, List<Double> scales) {
        Scaling {
            scales = List.copyOf(scales);
        }
    }

    private Scaling ownScaling() {
        return new Scaling(
                Arrays.stream(targets).average().orElseThrow(),
                IntStream.range(0, points[0].length).mapToObj(this::deviation).toList());
    }

    Scaling scaling() {
        return scaling;
    }

    /** How many rows are known. */
    int size() {
        return targets.length;
    }

    private double deviation(int column) {
        double sum = 0;
        for (double[] point : points) {
            sum += point[column];
        }
        double middle = sum / points.length;
        double squares = 0;
        for (double[] point : points) {
            squares += (point[column] - middle) * (point[column] - middle);
        }
        double deviation = Math.sqrt(squares / points.length);
        return deviation > 0 ? deviation : 1;
    }

    /** The known rows' mean where no number is there to compare by. */
    double estimate(double[] numbers) {
        double[] at = new double[scales.length];
        int there = 0;
        for (int i = 0; i < at.length; i++) {
            at[i] = numbers[i] / scales[i];
            there += Double.isNaN(at[i]) ? 0 : 1;
        }
        if (there == 0) {
            return scaling.mean();
        }
        double[] distances = new double[neighbours];
        int[] nearest = new int[neighbours];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        for (int row = 0; row < points.length; row++) {
            double distance = distance(at, points[row]);
            if (distance < distances[neighbours - 1]) {
                insert(distances, nearest, distance, row);
            }
        }
        double sum = 0;
        for (int row : nearest) {
            sum += targets[row];
        }
        return sum / neighbours;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = a[i] - b[i];
            sum += Double.isNaN(difference) ? 0 : difference * difference;
        }
        return sum;
    }

    private static void insert(double[] distances, int[] nearest, double distance, int row) {
        int at = distances.length - 1;
        while (at > 0 && distances[at - 1] > distance) {
            distances[at] = distances[at - 1];
            nearest[at] = nearest[at - 1];
            at--;
        }
        distances[at] = distance;
        nearest[at] = row;
    }
}
