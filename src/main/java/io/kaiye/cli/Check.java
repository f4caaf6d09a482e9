package io.kaiye.cli;

/**
 * One line of {@code kaiye doctor}.
 *
 * @param mend what to do about it; empty where all is well
 */
record Check(String what, State state, String found, String mend) {
    enum State {
        OK,
        NOTE,
        BAD
    }

    static Check ok(String what, String found) {
        return new Check(what, State.OK, found, "");
    }

    static Check note(String what, String found, String mend) {
        return new Check(what, State.NOTE, found, mend);
    }

    static Check bad(String what, String found, String mend) {
        return new Check(what, State.BAD, found, mend);
    }

    String line() {
        String mark =
                switch (state) {
                    case OK -> "ok  ";
                    case NOTE -> "note";
                    case BAD -> "BAD ";
                };
        String line =
                mark
                        + "  "
                        + what
                        + " ".repeat(Math.max(1, 18 - io.kaiye.base.TextTable.width(what)))
                        + found;
        return mend.isEmpty() ? line : line + "\n      " + " ".repeat(18) + "-> " + mend;
    }
}
