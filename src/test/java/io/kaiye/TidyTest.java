package io.kaiye;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The house style that a machine can check. */
class TidyTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final int LINE_COLUMNS_MAX = 100;
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
    private static final Pattern LOOSE_NAME =
            Pattern.compile("\\b(class|record|interface|enum) \\w+(Impl|Manager|Helper|Utils?)\\b");

    @Test
    void filesAreShort() throws IOException {
        Set<String> offences = new TreeSet<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES_MAX) {
                offences.add(file + " has " + lines + " lines, at most " + FILE_LINES_MAX);
            }
        }
        assertEquals(Set.of(), offences);
    }

    @Test
    void linesAreNarrowAndFinished() throws IOException {
        Set<String> offences = new TreeSet<>();
        for (Path file : sources()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                checkLine(file + ":" + (i + 1), lines.get(i), offences);
            }
        }
        assertEquals(Set.of(), offences);
    }

    @Test
    void methodsAreShort() throws IOException {
        Set<String> offences = new TreeSet<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    null,
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources()));
            for (CompilationUnitTree unit : task.parse()) {
                new MethodLengths(unit, Trees.instance(task).getSourcePositions(), offences)
                        .scan(unit, null);
            }
        }
        assertEquals(Set.of(), offences);
    }

    @Test
    void everyRoomSaysWhatItIs() throws IOException {
        Set<String> offences = new TreeSet<>();
        try (Stream<Path> rooms = Files.list(Path.of("src/main/java/io/kaiye"))) {
            for (Path room : rooms.filter(Files::isDirectory).toList()) {
                Path info = room.resolve("package-info.java");
                if (!Files.exists(info) || !Files.readString(info).contains("May depend on")) {
                    offences.add(
                            room
                                    + " needs a package-info with its purpose and a 'May depend on'"
                                    + " line");
                } else if (!Files.readString(info).contains("@NullMarked")) {
                    offences.add(room + " is not @NullMarked");
                }
            }
        }
        assertEquals(Set.of(), offences);
    }

    private static void checkLine(String place, String line, Set<String> offences) {
        if (line.length() > LINE_COLUMNS_MAX && !line.startsWith("import ")) {
            offences.add(place + " has " + line.length() + " columns, at most " + LINE_COLUMNS_MAX);
        }
        if (UNFINISHED.matcher(line).find() && !place.contains("TidyTest")) {
            offences.add(place + " is unfinished: " + line.trim());
        }
        if (LOOSE_NAME.matcher(line).find() && !place.contains("TidyTest")) {
            offences.add(place + " has a name that says nothing: " + line.trim());
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static final class MethodLengths extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Set<String> offences;

        MethodLengths(CompilationUnitTree unit, SourcePositions positions, Set<String> offences) {
            this.unit = unit;
            this.positions = positions;
            this.offences = offences;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            LineMap lines = unit.getLineMap();
            long start = positions.getStartPosition(unit, method);
            long end = positions.getEndPosition(unit, method);
            if (start >= 0 && end >= 0) {
                long length = lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
                if (length > METHOD_LINES_MAX) {
                    offences.add(
                            unit.getSourceFile().getName()
                                    + ": "
                                    + method.getName()
                                    + " has "
                                    + length
                                    + " lines, at most "
                                    + METHOD_LINES_MAX);
                }
            }
            return super.visitMethod(method, null);
        }
    }
}
