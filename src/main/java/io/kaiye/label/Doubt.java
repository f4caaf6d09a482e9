package io.kaiye.label;

/** How little probabilities say, each from 0 up; higher is more doubtful. */
final class Doubt {
    /** Small against the step from one vote to the next. */
    private static final double TIE = 1e-3;

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
     * What a committee's members disagree by: the entropy of their votes, and where the votes are
     * equally divided the margin of their mean.
     *
     * @param members [members][classes]
     */
    static double disagreement(float[][] members) {
        float[] votes = new float[members[0].length];
        float[] mean = new float[members[0].length];
        for (float[] member : members) {
            votes[Positions.highest(member)] += 1f / members.length;
            for (int c = 0; c < mean.length; c++) {
                mean[c] += member[c] / members.length;
            }
        }
        return entropy(votes) + TIE * margin(mean);
    }
}
