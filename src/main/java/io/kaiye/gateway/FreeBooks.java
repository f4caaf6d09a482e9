package io.kaiye.gateway;

import java.util.Optional;

/** Books of a server that charges nobody: everything is admitted, and nothing is written. */
public final class FreeBooks implements Books {
    private static final Receipt NOTHING = new Receipt(0, "USD");

    private static final Reservation RESERVATION =
            new Reservation() {
                @Override
                public void asking(String upstream, String model, long costMicrosMax) {}

                @Override
                public Receipt settle(Spent spent, Optional<KeptAnswer> kept) {
                    return NOTHING;
                }

                @Override
                public void release(Spent spent, String reason) {}

                @Override
                public void close() {}
            };

    @Override
    public Admission admit(Asked asked) {
        return new Admission.Admitted(RESERVATION);
    }
}
