package io.kaiye.cli;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Machine;
import io.kaiye.govern.AuditState;
import io.kaiye.http.HttpSettings;
import io.kaiye.ledger.Ledger;
import io.kaiye.store.DatabaseAddress;
import io.kaiye.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Looks at everything Kaiye needs and says what is wrong and how to mend it. */
@Command(
        name = "doctor",
        description =
                "Check JDK, natives, CPU, memory, disk, database, home folder and port; say how"
                        + " to mend.")
final class DoctorCommand implements Callable<Integer> {
    private static final int JAVA_MIN = 25;
    private static final long DISK_BYTES_MIN = 2_000_000_000L;
    private static final long MEMORY_BYTES_MIN = 2_000_000_000L;

    private static final int FINDINGS_SHOWN_MAX = 10;

    private final Session session;

    DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>();
        checks.add(java());
        checks.add(cpu());
        checks.add(memory());
        checks.add(disk());
        checks.add(database());
        checks.add(home());
        checks.add(books());
        checks.add(audit());
        checks.addAll(pending());
        checks.addAll(GatewayCheck.of(session));
        checks.addAll(findings());
        checks.addAll(CascadeChecks.of(session));
        checks.add(natives());
        checks.add(port());
        session.result(checks.stream().map(Check::line).toList(), checks);
        return checks.stream().anyMatch(check -> check.state() == Check.State.BAD) ? 1 : 0;
    }

    private static Check java() {
        String found =
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version");
        return Runtime.version().feature() >= JAVA_MIN
                ? Check.ok("Java", found)
                : Check.bad("Java", found, "Install a JDK 25 or newer and set JAVA_HOME.");
    }

    private static Check cpu() {
        Machine machine = Machine.current();
        String found =
                machine.cpu()
                        + ", "
                        + machine.cores()
                        + " cores, "
                        + String.join(" ", machine.features());
        boolean fastInt8 =
                machine.features().stream()
                        .anyMatch(
                                f ->
                                        f.contains("vnni")
                                                || f.equals("amx_int8")
                                                || f.equals("asimddp"));
        return fastInt8
                ? Check.ok("CPU", found)
                : Check.note(
                        "CPU",
                        found,
                        "No int8 dot product (VNNI): int8 models run, but gain less speed.");
    }

    private static Check memory() {
        long bytes = Machine.current().memoryBytes();
        return bytes >= MEMORY_BYTES_MIN
                ? Check.ok("Memory", Numbers.bytes(bytes))
                : Check.bad(
                        "Memory",
                        Numbers.bytes(bytes),
                        "Training an encoder's head needs about 2 GB.");
    }

    private Check disk() {
        try {
            long free = Files.getFileStore(existing(session.home())).getUsableSpace();
            return free >= DISK_BYTES_MIN
                    ? Check.ok("Disk", Numbers.bytes(free) + " free")
                    : Check.bad(
                            "Disk",
                            Numbers.bytes(free) + " free",
                            "Free 2 GB, or choose another --home.");
        } catch (IOException e) {
            return Check.bad(
                    "Disk", String.valueOf(e.getMessage()), "Choose another folder with --home.");
        }
    }

    private static Path existing(Path folder) {
        Path at = folder.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private Check database() {
        DatabaseAddress address = session.database();
        try {
            Store store = session.workbench().store();
            List<String> problems = store.problems();
            return problems.isEmpty()
                    ? Check.ok("Database", store.databaseDescription() + ", no damage found")
                    : Check.bad(
                            "Database",
                            store.databaseDescription() + ": " + String.join("; ", problems),
                            "Restore the database from a backup (docs/database.md), or choose"
                                    + " another one with --home or --database; exports of models"
                                    + " can be imported there.");
        } catch (KaiyeException e) {
            return Check.bad("Database", address.toString(), e.getMessage());
        }
    }

    private Check home() {
        try {
            Workbench workbench = session.workbench();
            int datasets = workbench.datasets().list().size();
            int versions = workbench.registry().list().size();
            return Check.ok(
                    "Home",
                    session.home()
                            + ": "
                            + datasets
                            + " datasets, "
                            + versions
                            + " model versions");
        } catch (KaiyeException e) {
            return Check.bad("Home", session.home().toString(), e.getMessage());
        }
    }

    private Check books() {
        try {
            Ledger ledger = session.workbench().ledger();
            List<String> problems = ledger.problems();
            return problems.isEmpty()
                    ? Check.ok("Books", ledger.balances().size() + " accounts, they add up")
                    : Check.bad(
                            "Books",
                            problems.size() + " contradictions: " + problems.getFirst(),
                            "Stop selling, keep a copy of the home folder, and see"
                                    + " docs/money.md.");
        } catch (KaiyeException e) {
            return Check.bad("Books", session.home().toString(), e.getMessage());
        }
    }

    private Check audit() {
        try {
            AuditState state = session.workbench().audit().verify();
            return state.problem().isEmpty()
                    ? Check.ok("Audit log", AuditCommand.said(state))
                    : Check.bad(
                            "Audit log",
                            AuditCommand.said(state),
                            "Somebody changed the database beside Kaiye, or put an older one"
                                    + " back; docs/rights.md says what to do.");
        } catch (KaiyeException e) {
            return Check.bad("Audit log", session.home().toString(), e.getMessage());
        }
    }

    private List<Check> pending() {
        try {
            int pending = session.workbench().persons().pending();
            return pending == 0
                    ? List.of()
                    : List.of(
                            Check.note(
                                    "Erasures",
                                    pending + " are not ended",
                                    "The next `kaiye data list` ends them."));
        } catch (KaiyeException e) {
            return List.of(Check.bad("Erasures", session.home().toString(), e.getMessage()));
        }
    }

    private List<Check> findings() {
        try {
            return session.workbench().findings().list(Optional.empty(), Optional.empty()).stream()
                    .limit(FINDINGS_SHOWN_MAX)
                    .map(one -> Check.note("Business", one.text(), one.next()))
                    .toList();
        } catch (KaiyeException e) {
            return List.of(Check.bad("Business", session.home().toString(), e.getMessage()));
        }
    }

    private Check natives() {
        try {
            return Check.ok(
                    "Natives",
                    "ONNX Runtime "
                            + io.kaiye.model.Engine.runtimeVersion()
                            + " and the tokenizers load");
        } catch (KaiyeException | LinkageError e) {
            return Check.bad(
                    "Natives",
                    String.valueOf(e.getMessage()),
                    "ONNX Runtime and the tokenisers need glibc 2.27+ and a folder for temporary"
                            + " files that allows execution (set KAIYE_CACHE).");
        }
    }

    private static Check port() {
        try (ServerSocket socket =
                new ServerSocket(HttpSettings.PORT, 1, InetAddress.getLoopbackAddress())) {
            return Check.ok("Port", socket.getLocalPort() + " is free");
        } catch (IOException e) {
            return Check.note(
                    "Port",
                    HttpSettings.PORT + " is in use",
                    "A server may be running already; else kaiye up --port N.");
        }
    }
}
