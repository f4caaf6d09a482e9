package io.kaiye.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.privacy.PersonalDataKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A text and where its personal data stands.
 *
 * @param template which sentence it was made from; texts of one are alike
 */
record PrivacyTruth(String text, List<Span> spans, int template) {
    /** Kinds that are judged as structured identifiers. */
    static final Set<PersonalDataKind> IDENTIFIERS =
            EnumSet.of(
                    PersonalDataKind.EMAIL,
                    PersonalDataKind.PHONE,
                    PersonalDataKind.CARD,
                    PersonalDataKind.IBAN,
                    PersonalDataKind.US_SSN,
                    PersonalDataKind.CHINESE_ID,
                    PersonalDataKind.IP_ADDRESS,
                    PersonalDataKind.URL);

    private static final Map<String, PersonalDataKind> PRESIDIO =
            Map.ofEntries(
                    Map.entry("PERSON", PersonalDataKind.PERSON),
                    Map.entry("STREET_ADDRESS", PersonalDataKind.STREET_ADDRESS),
                    Map.entry("GPE", PersonalDataKind.PLACE),
                    Map.entry("ORGANIZATION", PersonalDataKind.ORGANISATION),
                    Map.entry("CREDIT_CARD", PersonalDataKind.CARD),
                    Map.entry("DATE_TIME", PersonalDataKind.DATE),
                    Map.entry("TITLE", PersonalDataKind.TITLE),
                    Map.entry("PHONE_NUMBER", PersonalDataKind.PHONE),
                    Map.entry("AGE", PersonalDataKind.AGE),
                    Map.entry("NRP", PersonalDataKind.GROUP),
                    Map.entry("EMAIL_ADDRESS", PersonalDataKind.EMAIL),
                    Map.entry("ZIP_CODE", PersonalDataKind.POSTCODE),
                    Map.entry("DOMAIN_NAME", PersonalDataKind.URL),
                    Map.entry("IBAN_CODE", PersonalDataKind.IBAN),
                    Map.entry("US_SSN", PersonalDataKind.US_SSN),
                    Map.entry("IP_ADDRESS", PersonalDataKind.IP_ADDRESS),
                    Map.entry("US_DRIVER_LICENSE", PersonalDataKind.DRIVER_LICENSE));

    PrivacyTruth {
        spans = List.copyOf(spans);
    }

    /** Personal data from {@code start} to before {@code end}, in UTF-16 offsets. */
    record Span(int start, int end, PersonalDataKind kind) {}

    /** Presidio's generated sentences; its offsets count code points. */
    static List<PrivacyTruth> presidio(Path file) throws IOException {
        List<PrivacyTruth> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = Json.mapper().readTree(line);
            String text = row.path("text").asText();
            List<Span> spans = new ArrayList<>();
            for (JsonNode entity : row.path("entities")) {
                spans.add(
                        new Span(
                                text.offsetByCodePoints(0, entity.path("start").asInt()),
                                text.offsetByCodePoints(0, entity.path("end").asInt()),
                                kind(entity.path("label").asText())));
            }
            all.add(new PrivacyTruth(text, spans, row.path("template_id").asInt()));
        }
        return all;
    }

    private static PersonalDataKind kind(String label) {
        PersonalDataKind kind = PRESIDIO.get(label);
        if (kind == null) {
            throw new IllegalStateException("unknown label " + label);
        }
        return kind;
    }
}
