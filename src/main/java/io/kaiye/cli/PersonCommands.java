package io.kaiye.cli;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.FoundRow;
import io.kaiye.govern.Outcome;
import io.kaiye.govern.PersonFound;
import io.kaiye.govern.PersonQuery;
import io.kaiye.govern.Persons;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The rights of the people in the data. */
final class PersonCommands {
    private PersonCommands() {}

    static CommandLine all(Session session) {
        return new CommandLine(new All())
                .addSubcommand("find", new Find(session))
                .addSubcommand("export", new Export(session))
                .addSubcommand("correct", new Correct(session))
                .addSubcommand("erase", new Erase(session))
                .addSubcommand("withdraw", new Withdraw(session))
                .addSubcommand("withdrawals", new WithdrawalsCommand(session));
    }

    /** The group. */
    @Command(
            name = "person",
            description = "Find a person's rows in every version; export, correct, erase them.")
    private static final class All extends Group {}

    /** Where to look. */
    private static final class Columns {
        @Option(
                names = "--column",
                paramLabel = "COLUMN",
                split = ",",
                description = "Look in these columns only, joined by commas. Without it: in all.")
        private List<String> columns = List.of();
    }

    /** Whom to look for, and where. */
    private static final class Person {
        @Parameters(paramLabel = "TEXT", arity = "1..*", description = "Any of these tells it.")
        private List<String> texts = List.of();

        @Mixin private Columns in = new Columns();

        PersonQuery query() {
            return new PersonQuery(texts, in.columns);
        }
    }

    /** Shows where a person is. */
    @Command(name = "find", description = "Show every row of every version that holds a text.")
    private static final class Find implements Callable<Integer> {
        private final Session session;

        @Mixin private Person person = new Person();

        Find(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            HeldRows held = HeldRows.of(session);
            PersonFound found = session.workbench().persons().find(person.query(), held);
            return session.result(PersonLines.of(found, held), PersonLines.document(found, held));
        }
    }

    /** Writes the rows of a person. */
    @Command(
            name = "export",
            description = "Write a person's rows as JSON lines, to hand them over.")
    private static final class Export implements Callable<Integer> {
        private final Session session;

        @Mixin private Person person = new Person();

        @Option(
                names = "--to",
                required = true,
                paramLabel = "FILE",
                description = "Where to; it must not be there yet.")
        private Path file = Path.of("");

        Export(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            if (Files.exists(file)) {
                throw new KaiyeException(
                        ErrorCode.ALREADY_EXISTS, file + " is there already. Name another file.");
            }
            PersonFound found = written();
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("person", found.person());
            document.put("rows", found.rows());
            document.put("file", file.toAbsolutePath().toString());
            document.put("quarantined", found.quarantined());
            List<String> lines = new ArrayList<>();
            lines.add(
                    Numbers.grouped(found.rows())
                            + " rows written to "
                            + file.toAbsolutePath()
                            + ". It holds personal data: hand it over, then delete it.");
            lines.addAll(PersonLines.quarantined(found));
            return session.result(lines, document);
        }

        /** Row by row, as they are found. */
        private PersonFound written() {
            Persons persons = session.workbench().persons();
            List<PersonFound> found = new ArrayList<>();
            AtomicFiles.write(
                    file,
                    out -> {
                        try {
                            found.add(persons.export(person.query(), row -> write(out, row)));
                        } catch (UncheckedIOException e) {
                            throw e.getCause();
                        }
                    });
            return found.getFirst();
        }

        private static void write(OutputStream out, FoundRow row) {
            try {
                out.write(Json.bytes(PersonLines.document(row)));
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What changes data asks twice. */
    private abstract static class Changing implements Callable<Integer> {
        private final Session session;
        private final String verb;

        @Option(names = "--yes", description = "Do it. Without it: show what would be done.")
        private boolean yes;

        /**
         * @param verb what is done and to what, such as "erase them"
         */
        Changing(Session session, String verb) {
            this.session = session;
            this.verb = verb;
        }

        abstract PersonQuery query();

        abstract Outcome change(Persons persons, PersonQuery query);

        /** What is to be said of the texts first. */
        List<String> before(PersonQuery query) {
            return List.of();
        }

        /** What else is to be said once it was done. */
        List<String> after() {
            return List.of();
        }

        @Override
        public Integer call() {
            PersonQuery query = query();
            Persons persons = session.workbench().persons();
            before(query).forEach(session::warn);
            if (yes) {
                Outcome outcome = change(persons, query);
                List<String> lines = new ArrayList<>(PersonLines.of(outcome));
                lines.addAll(after());
                return session.result(lines, outcome);
            }
            HeldRows held = HeldRows.of(session);
            PersonFound found = persons.find(query, held);
            List<String> lines = new ArrayList<>(PersonLines.of(found, held));
            lines.add("Nothing was changed. Add --yes to " + verb + ".");
            session.result(lines, PersonLines.document(found, held));
            return 1;
        }
    }

    /** Puts right what is wrong. */
    @Command(
            name = "correct",
            description =
                    "Replace a text in a new version of each dataset; the old rows are erased.")
    private static final class Correct extends Changing {
        @Parameters(index = "0", paramLabel = "TEXT", description = "What is wrong.")
        private String text = "";

        @Parameters(index = "1", paramLabel = "RIGHT", description = "What takes its place.")
        private String right = "";

        @Mixin private Columns in = new Columns();

        Correct(Session session) {
            super(session, "correct it");
        }

        @Override
        PersonQuery query() {
            return new PersonQuery(List.of(text), in.columns);
        }

        @Override
        Outcome change(Persons persons, PersonQuery query) {
            return persons.correct(query, right);
        }
    }

    /** Forgets a person. */
    @Command(
            name = "erase",
            description = "Take a person's rows out of every version, cache, log and report.")
    private static final class Erase extends Changing {
        @Mixin private Person person = new Person();

        Erase(Session session) {
            super(session, "erase them");
        }

        @Override
        PersonQuery query() {
            return person.query();
        }

        @Override
        Outcome change(Persons persons, PersonQuery query) {
            return persons.erase(query);
        }
    }

    /** Takes consent back. */
    @Command(
            name = "withdraw",
            description =
                    "Erase a person's rows where consent was the basis, now and in what comes.")
    private static final class Withdraw extends Changing {
        @Mixin private Person person = new Person();

        @Option(
                names = "--purpose",
                paramLabel = "PURPOSE",
                description = "Only in datasets for this purpose, or of which nobody said any.")
        private @Nullable String purpose;

        Withdraw(Session session) {
            super(
                    session,
                    "erase those in datasets with --lawful-basis consent, now and in all that is"
                            + " imported later");
        }

        @Override
        PersonQuery query() {
            return person.query();
        }

        @Override
        Outcome change(Persons persons, PersonQuery query) {
            return persons.withdraw(query, Optional.ofNullable(purpose));
        }

        @Override
        List<String> before(PersonQuery query) {
            return query.vague().stream().map(Withdraw::warned).toList();
        }

        private static String warned(String term) {
            return "note: \""
                    + term
                    + "\" is short: rows of others that are imported later and hold it go, too."
                    + " Name a longer text, or the column it stands in with --column.";
        }

        @Override
        List<String> after() {
            return List.of(
                    "It is recorded and applied to all that is imported from now on; `kaiye person"
                            + " withdrawals` lists it.");
        }
    }
}
