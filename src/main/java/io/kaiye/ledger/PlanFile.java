package io.kaiye.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Yaml;
import io.kaiye.ledger.Plan.Billing;
import io.kaiye.ledger.Plan.Listing;
import io.kaiye.ledger.Plan.Period;
import io.kaiye.ledger.Plan.RateLimit;
import io.kaiye.ledger.Plan.UnitTerms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A YAML file of plans. Either all of it is right, or nothing of it counts. */
final class PlanFile {
    private static final int PLANS_MAX = 1_000;
    private static final int PROBLEMS_SHOWN_MAX = 50;
    private static final int TRIAL_DAYS_MAX = 366;
    private static final long UNITS_MAX = 1_000_000_000_000_000L;
    private static final int PER_SECOND_MAX = 1_000_000;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern NAME = Pattern.compile("(?s)(?=.*\\S).{1,200}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern KIND = Pattern.compile("hard|soft");
    private static final String NAME_ACCEPTED = "text of 1 to 200 characters";
    private static final String ID_ACCEPTED =
            "a short name of at most 63 lower-case letters, digits and hyphens, such as starter";

    private PlanFile() {}

    /**
     * Reads every plan, numbered 1.
     *
     * @throws KaiyeException INVALID_FILE with all that is wrong, a line each
     */
    static List<Plan> read(Path file) {
        return plans(Yaml.read(file), file.toString());
    }

    /** The plans of a tree that was read from {@code source}. */
    static List<Plan> plans(JsonNode tree, String source) {
        List<String> problems = new ArrayList<>();
        PlanFields top = new PlanFields(tree, source, problems);
        top.only("plans");
        List<PlanFields> each = top.each("plans");
        if (problems.isEmpty() && (each.isEmpty() || each.size() > PLANS_MAX)) {
            top.problem(
                    "has "
                            + each.size()
                            + " plans; accepted are 1 to "
                            + PLANS_MAX
                            + " under plans:.");
        }
        List<Plan> plans = each.stream().limit(PLANS_MAX).map(PlanFile::plan).toList();
        Set<String> ids = new HashSet<>();
        plans.stream()
                .filter(plan -> !plan.id().isEmpty() && !ids.add(plan.id()))
                .forEach(plan -> top.problem("has the plan " + plan.id() + " twice."));
        if (!problems.isEmpty()) {
            throw refusal(source, problems);
        }
        return plans;
    }

    private static KaiyeException refusal(String source, List<String> problems) {
        int more = problems.size() - PROBLEMS_SHOWN_MAX;
        return new KaiyeException(
                ErrorCode.INVALID_FILE,
                source
                        + " is not taken; nothing was changed. Wrong in it:\n  "
                        + String.join(
                                "\n  ",
                                problems.subList(0, Math.min(PROBLEMS_SHOWN_MAX, problems.size())))
                        + (more > 0 ? "\n  and " + more + " more" : ""));
    }

    private static Plan plan(PlanFields unnamed) {
        String id = unnamed.text("id", ID, ID_ACCEPTED);
        PlanFields plan = id.isEmpty() ? unnamed : unnamed.named(id);
        plan.only(
                "id",
                "name",
                "currency",
                "billing",
                "period",
                "price",
                "trial",
                "units",
                "rate",
                "discount",
                "models");
        return new Plan(
                id,
                1,
                names(plan, id),
                plan.text("currency", CURRENCY, "the three letters of ISO 4217, such as USD"),
                plan.oneOf("billing", List.of(Billing.INVOICE, Billing.PREPAID)),
                plan.oneOf("period", List.of(Period.MONTH, Period.YEAR)),
                plan.micros("price"),
                trialDays(plan),
                units(plan),
                rate(plan),
                plan.basisPoints("discount"),
                listings(plan));
    }

    private static Map<String, String> names(PlanFields plan, String id) {
        if (!plan.has("name")) {
            return Map.of("en", id);
        }
        PlanFields names = plan.inside("name");
        names.only("en", "zh");
        Map<String, String> all = new TreeMap<>();
        for (String language : List.of("en", "zh")) {
            names.textIfAny(language, NAME, NAME_ACCEPTED)
                    .ifPresent(name -> all.put(language, name));
        }
        if (all.isEmpty()) {
            names.problem("has no name; accepted are en and zh, such as {en: Starter}.");
        }
        return all;
    }

    private static int trialDays(PlanFields plan) {
        return plan.parsed(
                "trial",
                0,
                typed -> {
                    String days = typed.replaceFirst("d$", "");
                    return whole(days, 0, TRIAL_DAYS_MAX).map(Long::intValue);
                },
                "0 to " + TRIAL_DAYS_MAX + " days, such as 14d");
    }

    private static Map<Unit, UnitTerms> units(PlanFields plan) {
        Map<Unit, UnitTerms> units = new EnumMap<>(Unit.class);
        PlanFields all = plan.inside("units");
        all.only(unitNames());
        for (Unit unit : Unit.values()) {
            if (all.has(unit.word())) {
                units.put(unit, terms(all.inside(unit.word())));
            }
        }
        return units;
    }

    private static UnitTerms terms(PlanFields unit) {
        unit.only("included", "per_1000", "quota", "quota_kind");
        long included = unit.parsed("included", 0L, within(0), accepted(0));
        Optional<Long> quota =
                unit.has("quota")
                        ? Optional.of(unit.parsed("quota", UNITS_MAX, within(1), accepted(1)))
                        : Optional.empty();
        String kind = unit.textIfAny("quota_kind", KIND, "hard or soft").orElse("hard");
        if (unit.has("quota_kind") && !unit.has("quota")) {
            unit.problem("has a quota_kind and no quota.");
        }
        if (quota.filter(units -> units < included).isPresent()) {
            unit.problem(
                    "has a quota of "
                            + quota.get()
                            + " below its included units, which are "
                            + included
                            + ".");
        }
        return new UnitTerms(included, unit.micros("per_1000"), quota, !kind.equals("soft"));
    }

    private static Optional<RateLimit> rate(PlanFields plan) {
        if (!plan.has("rate")) {
            return Optional.empty();
        }
        PlanFields rate = plan.inside("rate");
        rate.only("per_second", "burst");
        double perSecond =
                rate.parsed(
                        "per_second",
                        0.0,
                        typed ->
                                Decimals.micros(typed).stream()
                                        .filter(m -> m > 0 && m <= PER_SECOND_MAX * 1_000_000L)
                                        .mapToObj(micros -> micros / 1e6)
                                        .findFirst(),
                        "a number above 0 up to " + PER_SECOND_MAX + " with at most 6 decimals");
        int burst =
                rate.parsed(
                        "burst",
                        Math.max(1, (int) Math.ceil(perSecond)),
                        typed -> whole(typed, 1, PER_SECOND_MAX).map(Long::intValue),
                        "a whole number from 1 to " + PER_SECOND_MAX);
        if (!rate.has("per_second")) {
            rate.problem("has no per_second.");
        }
        return Optional.of(new RateLimit(perSecond, burst));
    }

    private static List<Listing> listings(PlanFields plan) {
        List<Listing> listings = new ArrayList<>();
        Set<String> models = new HashSet<>();
        for (PlanFields fields : plan.each("models")) {
            Listing listing = listing(fields);
            if (!listing.model().isEmpty() && !models.add(listing.model())) {
                plan.problem("lists the model " + listing.model() + " twice.");
            }
            listings.add(listing);
        }
        return listings;
    }

    private static Listing listing(PlanFields fields) {
        fields.only("model", "publisher", "share", "answers", "input_tokens", "output_tokens");
        Map<Unit, Long> prices = new EnumMap<>(Unit.class);
        for (Unit unit : Unit.values()) {
            if (fields.has(unit.word())) {
                PlanFields price = fields.inside(unit.word());
                price.only("per_1000");
                prices.put(unit, price.micros("per_1000"));
            }
        }
        if (fields.has("share") != fields.has("publisher")) {
            fields.problem("has one of publisher and share; they go together.");
        }
        return new Listing(
                fields.text("model", NAME, "the name of a model"),
                prices,
                fields.textIfAny("publisher", ID, ID_ACCEPTED),
                fields.basisPoints("share"));
    }

    private static String accepted(long least) {
        return "a whole number from " + least + " to " + UNITS_MAX;
    }

    private static Function<String, Optional<Long>> within(long least) {
        return typed -> whole(typed, least, UNITS_MAX);
    }

    private static Optional<Long> whole(String typed, long least, long most) {
        return Optional.of(typed)
                .filter(digits -> digits.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .filter(number -> number >= least && number <= most);
    }

    private static String[] unitNames() {
        return List.of(Unit.values()).stream().map(Unit::word).toArray(String[]::new);
    }
}
