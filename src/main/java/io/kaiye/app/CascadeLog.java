package io.kaiye.app;

import io.kaiye.base.Json;
import io.kaiye.gateway.AuditGoal;
import io.kaiye.gateway.AuditWindow;
import io.kaiye.gateway.CascadeAudit;
import io.kaiye.gateway.CascadeLevel;
import io.kaiye.gateway.CascadeRecord;
import io.kaiye.gateway.CascadeSetting;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.util.List;
import java.util.Optional;

/**
 * Keeps cascades in the database. The state of an audit window lies in the row of its last audit,
 * so that several processes add to one window, and a restart loses nothing. Safe for threads.
 */
final class CascadeLog implements CascadeRecord {
    private static final String SETTING =
            "SELECT id, route, rungs, kind, target, levels, level, why, evidence, at_millis FROM"
                    + " cascade_setting";

    private final Store store;

    CascadeLog(Store store) {
        this.store = store;
    }

    @Override
    public Optional<CascadeSetting> inForce(String route, List<String> rungs) {
        return store.read(sql -> newest(sql, route, rungs));
    }

    @Override
    public List<CascadeSetting> settings(String route) {
        return store.read(
                sql ->
                        sql.query(SETTING + " WHERE route = ? ORDER BY id", route).stream()
                                .map(CascadeLog::setting)
                                .toList());
    }

    @Override
    public CascadeSetting calibrated(CascadeSetting setting) {
        return store.write(sql -> insert(sql, setting));
    }

    @Override
    public Optional<CascadeSetting> audited(CascadeAudit audit) {
        return store.write(sql -> audited(sql, audit));
    }

    @Override
    public List<AuditWindow> windows(CascadeSetting setting) {
        return store.read(
                sql ->
                        sql
                                .query(
                                        "SELECT window_number, MAX(window_agreed) AS agreed,"
                                            + " MAX(window_audits) AS audits FROM cascade_audit"
                                            + " WHERE setting = ? GROUP BY window_number ORDER BY"
                                            + " window_number",
                                        setting.id())
                                .stream()
                                .map(row -> window(setting.goal(), row, "agreed", "audits"))
                                .toList());
    }

    private static Optional<CascadeSetting> audited(Sql sql, CascadeAudit audit) {
        CascadeSetting judged =
                sql.first(SETTING + " WHERE id = ?", audit.setting())
                        .map(CascadeLog::setting)
                        .orElseThrow();
        AuditWindow window = lastWindow(sql, judged).with(audit.agrees());
        sql.update(
                "INSERT INTO cascade_audit (setting, route, answer_id, text_index, rung,"
                    + " confidence, local_label, upstream_label, agrees, window_number,"
                    + " window_agreed, window_audits, at_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " ?, ?, ?, ?)",
                audit.setting(),
                audit.route(),
                audit.answerId(),
                audit.textIndex(),
                audit.rung(),
                audit.confidence(),
                audit.localLabel(),
                audit.upstreamLabel(),
                audit.agrees(),
                window.number(),
                window.agreed(),
                window.audits(),
                audit.at());
        boolean inForce =
                newest(sql, judged.route(), judged.rungs())
                        .filter(newest -> newest.id() == judged.id())
                        .isPresent();
        return inForce && window.finding() != AuditWindow.Finding.NONE
                ? Optional.of(insert(sql, judged.tightened(window, audit.at())))
                : Optional.empty();
    }

    private static AuditWindow lastWindow(Sql sql, CascadeSetting setting) {
        AuditGoal goal = setting.goal();
        return sql.first(
                        "SELECT window_number, window_agreed, window_audits FROM cascade_audit"
                                + " WHERE setting = ? ORDER BY id DESC LIMIT 1",
                        setting.id())
                .map(row -> window(goal, row, "window_agreed", "window_audits"))
                .orElseGet(() -> AuditWindow.first(goal));
    }

    private static AuditWindow window(AuditGoal goal, Row row, String agreed, String audits) {
        return AuditWindow.at(
                goal,
                Math.toIntExact(row.number("window_number")),
                Math.toIntExact(row.number(agreed)),
                Math.toIntExact(row.number(audits)));
    }

    private static Optional<CascadeSetting> newest(Sql sql, String route, List<String> rungs) {
        return sql.first(
                        SETTING + " WHERE route = ? AND rungs = ? ORDER BY id DESC LIMIT 1",
                        route,
                        Json.line(rungs))
                .map(CascadeLog::setting);
    }

    private static CascadeSetting insert(Sql sql, CascadeSetting setting) {
        sql.update(
                "INSERT INTO cascade_setting (route, rungs, kind, target, levels, level, why,"
                        + " evidence, at_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                setting.route(),
                Json.line(setting.rungs()),
                setting.kind().name(),
                setting.target(),
                Json.line(setting.levels()),
                setting.level(),
                setting.why(),
                setting.evidence(),
                setting.at());
        long id = sql.first("SELECT MAX(id) AS id FROM cascade_setting").orElseThrow().number("id");
        for (int rung = 0; rung < setting.local(); rung++) {
            String of = setting.rungs().get(rung);
            int at = of.lastIndexOf('@');
            sql.update(
                    "INSERT INTO cascade_threshold (setting, rung, model, version, threshold)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    id,
                    rung,
                    of.substring(0, at),
                    of.substring(at + 1),
                    Optional.of(setting.threshold(rung)).filter(threshold -> threshold <= 1));
        }
        return setting.withId(id);
    }

    private static CascadeSetting setting(Row row) {
        return new CascadeSetting(
                row.number("id"),
                row.text("route"),
                List.of(Json.parse(row.text("rungs"), String[].class)),
                CascadeSetting.Kind.valueOf(row.text("kind")),
                row.real("target"),
                List.of(Json.parse(row.text("levels"), CascadeLevel[].class)),
                Math.toIntExact(row.number("level")),
                row.text("why"),
                row.text("evidence"),
                row.instant("at_millis"));
    }
}
