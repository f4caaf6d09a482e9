package io.kaiye.registry;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.store.Sql;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a reference to a version, or to a message that says what there is instead. */
final class Lookup {
    private static final int SHOWN_MAX = 20;

    private final VersionRows versions;
    private final AliasRows aliases;

    Lookup(Sql sql) {
        this.versions = new VersionRows(sql);
        this.aliases = new AliasRows(sql);
    }

    ModelVersion find(Reference reference) {
        String model = reference.model();
        requireModel(model);
        int number =
                switch (reference.selector()) {
                    case Reference.Selector.Alias alias -> ofAlias(model, alias.name());
                    case Reference.Selector.Numbered exact -> exact.number();
                    case Reference.Selector.IdPrefix prefix -> ofPrefix(model, prefix.prefix());
                };
        return versions.find(model, number).orElseThrow(() -> noNumber(model, number));
    }

    /** Refuses a model that has no version. */
    void requireModel(String model) {
        if (versions.newest(model) > 0) {
            return;
        }
        List<String> models = versions.models();
        throw unknown(
                "There is no model '"
                        + model
                        + "'."
                        + (models.isEmpty()
                                ? " There is none at all yet; make one with: kaiye train "
                                        + model
                                        + " --data DATASET"
                                : " "
                                        + Suggestions.didYouMean(model, models)
                                        + "Models: "
                                        + Suggestions.list(models, SHOWN_MAX)
                                        + "."));
    }

    private int ofAlias(String model, String alias) {
        Optional<Integer> number = aliases.number(model, alias);
        if (number.isPresent()) {
            return number.get();
        }
        Map<String, Integer> current = aliases.current(model);
        throw unknown(
                model
                        + " has no alias '"
                        + alias
                        + "'. "
                        + Suggestions.didYouMean(alias, current.keySet())
                        + "It has "
                        + Suggestions.list(
                                current.entrySet().stream()
                                        .map(
                                                entry ->
                                                        entry.getKey()
                                                                + " ("
                                                                + entry.getValue()
                                                                + ")")
                                        .toList(),
                                SHOWN_MAX)
                        + ".");
    }

    private int ofPrefix(String model, String prefix) {
        List<Integer> numbers = versions.numbersOfPrefix(model, prefix);
        if (numbers.size() == 1) {
            return numbers.getFirst();
        }
        throw unknown(
                numbers.isEmpty()
                        ? model
                                + " has no version whose id starts with "
                                + prefix
                                + ". See: kaiye models show "
                                + model
                        : "More than one version of "
                                + model
                                + " has an id that starts with "
                                + prefix
                                + ": numbers "
                                + numbers
                                + ". Give more digits or the number.");
    }

    private KaiyeException noNumber(String model, int number) {
        int newest = versions.newest(model);
        return unknown(
                model
                        + " has no version "
                        + number
                        + "; it has "
                        + (newest == 1 ? "only version 1." : "versions 1 to " + newest + "."));
    }

    private static KaiyeException unknown(String message) {
        return new KaiyeException(ErrorCode.UNKNOWN_MODEL, message);
    }
}
