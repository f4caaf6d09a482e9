package io.kaiye.govern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How the entries of the audit log hang together, read in one transaction. */
final class AuditChain {
    private static final int PAGE_ROWS = 1000;
    private static final ObjectWriter CANONICAL =
            Json.mapper().writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** What the first entry follows. */
    static final Link START = new Link(0, "0".repeat(64));

    private final Sql sql;

    AuditChain(Sql sql) {
        this.sql = sql;
    }

    /** An entry's number and hash. */
    record Link(long number, String hash) {}

    /** One line: the parts of an entry in their order, the names in the details sorted. */
    static String canonical(AuditEntry entry) {
        try {
            return CANONICAL.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an entry of the audit log", e);
        }
    }

    static String hash(String previous, String content) {
        return Sha256.of((previous + "\n" + content).getBytes(StandardCharsets.UTF_8));
    }

    static Optional<Link> anchor(Sql sql) {
        return sql.first("SELECT number, hash FROM audit_anchor WHERE id = 1")
                .map(row -> new Link(row.number("number"), row.text("hash")));
    }

    static void keepAnchor(Sql sql, Link link) {
        int changed =
                sql.update(
                        "UPDATE audit_anchor SET number = ?, hash = ? WHERE id = 1",
                        link.number(),
                        link.hash());
        if (changed == 0) {
            sql.update(
                    "INSERT INTO audit_anchor (id, number, hash) VALUES (1, ?, ?)",
                    link.number(),
                    link.hash());
        }
    }

    /**
     * @param kept the anchor in the home's file
     */
    AuditState verify(Optional<Link> kept) {
        Link last = START;
        Optional<String> problem = Optional.empty();
        boolean keptSeen = kept.isEmpty();
        while (true) {
            List<Row> page =
                    sql.query(
                            "SELECT number, at_millis, action, content, previous, hash FROM"
                                    + " audit_entry WHERE number > ? ORDER BY number LIMIT ?",
                            last.number(),
                            PAGE_ROWS);
            for (Row row : page) {
                problem = fault(row, last);
                if (problem.isPresent()) {
                    return new AuditState(entries(), problem);
                }
                last = new Link(row.number("number"), row.text("hash"));
                keptSeen |= kept.filter(last::equals).isPresent();
            }
            if (page.size() < PAGE_ROWS) {
                break;
            }
        }
        return new AuditState(last.number(), fault(last, kept, keptSeen));
    }

    private static Optional<String> fault(Row row, Link last) {
        long number = row.number("number");
        if (number != last.number() + 1) {
            return Optional.of("entry " + (last.number() + 1) + " is missing");
        }
        if (!row.text("hash").equals(hash(row.text("previous"), row.text("content")))) {
            return Optional.of("entry " + number + " was changed");
        }
        if (!row.text("previous").equals(last.hash())) {
            return Optional.of("entry " + number + " does not follow entry " + last.number());
        }
        return agrees(row)
                ? Optional.empty()
                : Optional.of("entry " + number + " says other things than its columns");
    }

    private static boolean agrees(Row row) {
        try {
            AuditEntry entry = Json.parse(row.text("content"), AuditEntry.class);
            return entry.number() == row.number("number")
                    && entry.at().equals(row.instant("at_millis"))
                    && entry.action().equals(row.text("action"));
        } catch (KaiyeException e) {
            return false;
        }
    }

    private Optional<String> fault(Link last, Optional<Link> kept, boolean keptSeen) {
        Link anchor = anchor(sql).orElse(START);
        if (!anchor.equals(last)) {
            return Optional.of(cutOff(last, anchor));
        }
        return keptSeen ? Optional.empty() : kept.map(link -> cutOff(last, link));
    }

    private static String cutOff(Link last, Link anchor) {
        return anchor.number() > last.number()
                ? "entry "
                        + (last.number() + 1)
                        + " is missing: the log ends at entry "
                        + last.number()
                        + " and had "
                        + anchor.number()
                : "entry " + anchor.number() + " is another than the one that was anchored";
    }

    private long entries() {
        return sql.first("SELECT COUNT(*) AS n FROM audit_entry").orElseThrow().number("n");
    }
}
