package io.kaiye;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which room may import which: the table in ARCHITECTURE.md as a failing test. */
class ArchitectureTest {
    /** Every room may also import base; app and bench may import all. */
    private static final Map<String, Set<String>> MAY_IMPORT =
            Map.ofEntries(
                    Map.entry("base", Set.of()),
                    Map.entry("store", Set.of()),
                    Map.entry("graph", Set.of()),
                    Map.entry("autograd", Set.of("graph")),
                    Map.entry("http", Set.of()),
                    Map.entry("privacy", Set.of()),
                    Map.entry("data", Set.of("store", "privacy")),
                    Map.entry("model", Set.of("graph")),
                    Map.entry("evaluate", Set.of("data", "model")),
                    Map.entry("train", Set.of("data", "graph", "autograd", "model", "evaluate")),
                    Map.entry("compress", Set.of("data", "graph", "model", "evaluate", "train")),
                    Map.entry("label", Set.of("store", "data", "model", "evaluate", "train")),
                    Map.entry("registry", Set.of("store", "model", "evaluate")),
                    Map.entry("serve", Set.of("registry", "graph", "model")),
                    Map.entry("gateway", Set.of("serve", "http", "privacy")),
                    Map.entry("ledger", Set.of("store")),
                    Map.entry("insight", Set.of("registry", "serve", "ledger")),
                    Map.entry("govern", Set.of("store", "data", "registry", "serve", "ledger")),
                    Map.entry("api", Set.of("http", "gateway", "ledger", "insight", "registry")),
                    Map.entry(
                            "cli",
                            Set.of(
                                    "store",
                                    "privacy",
                                    "data",
                                    "graph",
                                    "model",
                                    "evaluate",
                                    "train",
                                    "compress",
                                    "label",
                                    "registry",
                                    "serve",
                                    "gateway",
                                    "ledger",
                                    "insight",
                                    "govern",
                                    "http")));

    private static final Set<String> MAY_IMPORT_ALL = Set.of("app", "bench");

    /** Third-party package prefix: the rooms it may be seen in. */
    private static final Map<String, Set<String>> WALLS =
            Map.ofEntries(
                    Map.entry("ai.onnxruntime", Set.of("model")),
                    Map.entry("ai.djl", Set.of("model")),
                    Map.entry("org.bytedeco", Set.of("autograd")),
                    Map.entry("java.sql", Set.of("store", "data")),
                    Map.entry("org.duckdb", Set.of("data")),
                    Map.entry("org.dhatim", Set.of("data")),
                    Map.entry("org.sqlite", Set.of("store")),
                    Map.entry("org.postgresql", Set.of("store")),
                    Map.entry("org.flywaydb", Set.of("store")),
                    Map.entry("io.helidon", Set.of("http")),
                    Map.entry("ai.onnx.proto", Set.of("graph")),
                    Map.entry("de.bwaldvogel", Set.of("train")),
                    Map.entry("com.google.crypto.tink", Set.of("privacy")),
                    Map.entry("com.google.i18n.phonenumbers", Set.of("privacy")),
                    Map.entry("com.knuddels", Set.of("gateway")),
                    Map.entry("picocli", Set.of("cli")));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.kaiye");

    @Test
    void roomsImportOnlyWhatTheTableAllows() {
        Map<String, Set<String>> offences = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            String from = room(type);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = room(dependency.getTargetClass());
                if (!mayImport(from, to)) {
                    offences.computeIfAbsent(from + " -> " + to, any -> new TreeSet<>())
                            .add(dependency.getDescription());
                }
            }
        }
        assertEquals(Map.of(), offences);
    }

    @Test
    void thirdPartiesStayBehindTheirWalls() {
        Set<String> offences = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (climbsAWall(room(type), dependency.getTargetClass().getPackageName())) {
                    offences.add(dependency.getDescription());
                }
            }
        }
        assertEquals(Set.of(), offences);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("io.kaiye.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void roomsAreFlat() {
        List<String> nested =
                CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.chars().filter(c -> c == '.').count() > 2)
                        .distinct()
                        .toList();
        assertEquals(List.of(), nested);
    }

    private static boolean climbsAWall(String from, String targetPackage) {
        return WALLS.entrySet().stream()
                .filter(wall -> targetPackage.startsWith(wall.getKey()))
                .anyMatch(
                        wall -> !wall.getValue().contains(from) && !MAY_IMPORT_ALL.contains(from));
    }

    private static boolean mayImport(String from, String to) {
        return to.isEmpty()
                || from.equals(to)
                || to.equals("base")
                || MAY_IMPORT_ALL.contains(from)
                || MAY_IMPORT.getOrDefault(from, Set.of()).contains(to);
    }

    /** The room of one of our classes, or "" for everybody else's. */
    private static String room(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 2 && parts[0].equals("io") && parts[1].equals("kaiye")
                ? parts[2]
                : "";
    }
}
