package io.kaiye.cli;

import io.kaiye.govern.Lifted;
import io.kaiye.govern.Persons;
import io.kaiye.govern.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Consent that was taken back, and the end of that. */
@Command(
        name = "withdrawals",
        description = "List whose consent was taken back, or end one: they have consented again.")
final class WithdrawalsCommand implements Callable<Integer> {
    private static final int PERSON_DIGITS = 12;
    private static final String NOT_SCRUBBED =
            "note: not yet scrubbed: the next erasure overwrites what the database file still has"
                    + " of it, encrypted. ";

    private final Session session;

    @Option(
            names = "--lift",
            paramLabel = "ID",
            description = "End this one: what is imported from now on keeps their rows.")
    private @Nullable String lifted;

    WithdrawalsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Persons persons = session.workbench().persons();
        if (lifted != null) {
            Lifted ended = persons.lift(lifted);
            ended.notScrubbed().ifPresent(why -> session.warn(NOT_SCRUBBED + why));
            return session.result(
                    List.of(
                            "Ended: the withdrawal of person "
                                    + person(ended.withdrawal())
                                    + ". What was erased stays erased."),
                    Map.of(
                            "lifted",
                            ended.withdrawal(),
                            "scrubbed",
                            ended.notScrubbed().isEmpty()));
        }
        List<Withdrawal> all = persons.withdrawals();
        return session.result(lines(all), all);
    }

    private static List<String> lines(List<Withdrawal> all) {
        if (all.isEmpty()) {
            return List.of("Nobody has taken consent back.");
        }
        Table table = new Table("id", "person", "since", "purpose", "columns", "recorded by");
        all.forEach(
                one ->
                        table.row(
                                one.id(),
                                person(one),
                                one.at(),
                                one.purpose().orElse("all"),
                                one.columns().isEmpty() ? "all" : String.join(", ", one.columns()),
                                one.who()));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("To end one, because the person has consented again:  --lift ID");
        return lines;
    }

    private static String person(Withdrawal one) {
        return one.person().substring(0, PERSON_DIGITS);
    }
}
