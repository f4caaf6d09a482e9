package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.http.ErrorResponses;
import io.kaiye.serve.ServingLimits;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The pages about serving say all there is. */
class GatewayDocsTest {
    /** Codes that any route may answer with. */
    private static final List<ErrorCode> EVERYWHERE =
            List.of(
                    ErrorCode.UNAUTHORIZED,
                    ErrorCode.FORBIDDEN,
                    ErrorCode.UNKNOWN_ROUTE,
                    ErrorCode.METHOD_NOT_ALLOWED,
                    ErrorCode.CANCELLED,
                    ErrorCode.INTERNAL,
                    ErrorCode.CORRUPT_FILE,
                    ErrorCode.DISK_FULL);

    private static final GatewayHouse house = new GatewayHouse();

    @AfterAll
    static void close() {
        house.close();
    }

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("docs", name));
    }

    @Test
    void everyRouteStandsInHttp() throws IOException {
        for (Operation operation : house.gateway.operations()) {
            String line = operation.route().method() + " " + operation.route().path();
            assertTrue(page("http.md").contains(line), line);
        }
    }

    @Test
    void everyErrorStandsInHttpWithItsStatus() throws IOException {
        List<String> lines = page("http.md").lines().toList();
        Set<ErrorCode> codes = EnumSet.copyOf(EVERYWHERE);
        house.gateway.operations().forEach(operation -> codes.addAll(operation.errors()));
        for (ErrorCode code : codes) {
            String row = "| " + code.httpStatus() + " | `" + ErrorResponses.name(code) + "` |";
            assertTrue(lines.stream().anyMatch(line -> line.startsWith(row)), row);
        }
    }

    @Test
    void everyMetricStandsInServing() throws Exception {
        house.post("/v1/classify", "{\"model\":\"support\",\"input\":\"a\"}");
        house.post("/v1/classify", "{\"model\":\"nobody\",\"input\":\"a\"}");
        Set<String> names = new TreeSet<>();
        house.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .filter(name -> !name.endsWith("_max"))
                .forEach(names::add);
        for (String name : names) {
            assertTrue(page("serving.md").contains("`" + name + "`"), name);
        }
    }

    @Test
    void everyLimitStandsInServing() throws IOException {
        for (RecordComponent limit : ServingLimits.class.getRecordComponents()) {
            assertTrue(page("serving.md").contains("`" + limit.getName() + "`"), limit.getName());
        }
    }

    @Test
    void everyFieldOfGatewayYamlStandsInGateway() throws IOException {
        List<String> fields = new ArrayList<>(GatewayFile.FIELDS);
        fields.addAll(GatewayFile.UPSTREAM_FIELDS);
        fields.addAll(ModelEntries.FIELDS);
        fields.addAll(ModelEntries.PRICE_FIELDS);
        for (String field : fields) {
            boolean there =
                    page("gateway.md").contains("`" + field + "`")
                            || page("gateway.md").contains(field + ":");
            assertTrue(there, field);
        }
    }
}
