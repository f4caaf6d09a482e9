package io.kaiye.gateway;

/**
 * The audits of one stretch of a route's life. When it is full, the next one begins anew, so that
 * what was good long ago does not hide what is bad now; the chances of a false alarm of all windows
 * together stay below {@link #ALPHA}: window j has {@code ALPHA / (j(j + 1))} of it. Immutable.
 *
 * @param number 1, 2, 3 … since the thresholds were set
 * @param enough audits after which a route as good as when it was calibrated has shown it; above
 *     {@link AuditBounds#AUDITS_MAX} if its margin is too thin ever to show
 */
public record AuditWindow(AuditGoal goal, int number, int agreed, int audits, int enough) {
    /** Chance that a route whose quality is as calibrated is ever found wanting. */
    static final double ALPHA = 0.05;

    /** Audits before anything is said: a burst of odd texts of one caller is no drift. */
    public static final int AUDITS_MIN = 30;

    /** Audits of a window, at least. */
    static final int SIZE_MIN = 1000;

    /** What a window says. */
    public enum Finding {
        /** Nothing against the thresholds. */
        NONE,
        /** The agreement is below the floor. */
        BELOW,
        /** There are enough audits, and they do not show that the floor is reached. */
        NOT_SHOWN
    }

    /** The first one. */
    public static AuditWindow first(AuditGoal goal) {
        return numbered(goal, 1);
    }

    /** One that was begun before, as it was kept. */
    public static AuditWindow at(AuditGoal goal, int number, int agreed, int audits) {
        return new AuditWindow(goal, number, agreed, audits, enough(goal, alpha(number)));
    }

    private static AuditWindow numbered(AuditGoal goal, int number) {
        return at(goal, number, 0, 0);
    }

    /** With one audit more, in the next window if this one is full. */
    public AuditWindow with(boolean agrees) {
        AuditWindow at = audits >= size() ? numbered(goal, number + 1) : this;
        return new AuditWindow(
                goal, at.number, at.agreed + (agrees ? 1 : 0), at.audits + 1, at.enough);
    }

    /** Audits that it takes. */
    public int size() {
        int wanted = enough > AuditBounds.AUDITS_MAX ? 0 : 2 * enough;
        return Math.clamp(wanted, SIZE_MIN, AuditBounds.AUDITS_MAX);
    }

    public AuditBounds bounds() {
        return new AuditBounds(agreed, audits, alpha(number));
    }

    /** Whether the thresholds are to be tightened. */
    public Finding finding() {
        if (audits < AUDITS_MIN || goal.floor() <= 0) {
            return Finding.NONE;
        }
        AuditBounds bounds = bounds();
        boolean held = goal.floor() < 1 && bounds.hold(goal.floor());
        if (!held) {
            return bounds.share() < goal.floor() ? Finding.BELOW : Finding.NONE;
        }
        return audits >= enough ? Finding.NOT_SHOWN : Finding.NONE;
    }

    private static double alpha(int number) {
        return ALPHA / number / (number + 1.0);
    }

    /**
     * The fewest audits from which on the lower bound is above the floor, wherever the agreement
     * that is expected is within the bounds.
     */
    static int enough(AuditGoal goal, double alpha) {
        if (goal.floor() <= 0 || goal.floor() >= goal.expected()) {
            return AuditBounds.AUDITS_MAX + 1;
        }
        int few = AUDITS_MIN - 1;
        int many = AuditBounds.AUDITS_MAX + 1;
        while (many - few > 1) {
            int middle = (few + many) / 2;
            if (middle <= AuditBounds.AUDITS_MAX && shows(goal, middle, alpha)) {
                many = middle;
            } else {
                few = middle;
            }
        }
        return many;
    }

    private static boolean shows(AuditGoal goal, int audits, double alpha) {
        double expected = Math.min(goal.expected(), 1 - 1e-9);
        int low = 0;
        int high = (int) Math.ceil(expected * audits);
        while (low < high) {
            int middle = (low + high) / 2;
            if (new AuditBounds(middle, audits, alpha).hold(expected)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        AuditBounds worst = new AuditBounds(low, audits, alpha);
        return worst.share() > goal.floor() && !worst.hold(goal.floor());
    }
}
