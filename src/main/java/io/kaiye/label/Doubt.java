package io.kaiye.label;

/** How little probabilities say, each from 0 up; higher is more doubtful. */
final class Doubt {
    private Doubt() {}

    /** 1 less the distance between the two highest. */
    static double margin(float[] probabilities) {
        float first = 0;
        float second = 0;
        for (float each : probabilities) {
            if (each > first) {
                second = first;
                first = each;
            } else if (each > second) {
                second = each;
            }
        }
        return 1 - (first - second);
    }

    /** In nats. */
    static double entropy(float[] probabilities) {
        double sum = 0;
        for (float each : probabilities) {
            sum -= each > 0 ? each * Math.log(each) : 0;
        }
        return sum;
    }

    /**
     * What a committee's members disagree by: the entropy of their mean less their mean entropy
     * (Jensen-Shannon divergence).
     *
     * @param members [members][classes]
     */
    static double disagreement(float[][] members) {
        float[] mean = new float[members[0].length];
        double entropies = 0;
        for (float[] member : members) {
            entropies += entropy(member) / members.length;
            for (int c = 0; c < mean.length; c++) {
                mean[c] += member[c] / members.length;
            }
        }
        return Math.max(0, entropy(mean) - entropies);
    }
}
