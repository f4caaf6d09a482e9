package io.kaiye.app;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.RungAnswers;

/** Of a program that has no client for upstream models. */
final class NoUpstreams implements RungAnswers {
    @Override
    public Said ask(String model, String message) {
        throw unknown(model);
    }

    @Override
    public long costMicrosExpected(String model, String message) {
        throw unknown(model);
    }

    private static KaiyeException unknown(String model) {
        return new KaiyeException(
                ErrorCode.UNKNOWN_UPSTREAM,
                "The upstream model \""
                        + model
                        + "\" cannot be asked: this version has no client for upstreams."
                        + " Calibrate without asking: --upstream-quality 0.97 --upstream-cost 80");
    }
}
