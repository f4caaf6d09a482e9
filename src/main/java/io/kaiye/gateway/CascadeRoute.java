package io.kaiye.gateway;

import io.kaiye.gateway.LocalTries.Taken;
import io.kaiye.gateway.Spent.Ending;
import io.kaiye.gateway.Spent.TokenSource;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import io.kaiye.serve.Deadline;
import io.kaiye.serve.Serving;
import io.kaiye.serve.ServingMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Answers calls to routes: local rungs in order, then the upstream. One admission, one posting,
 * whoever answers. Safe for threads.
 */
final class CascadeRoute {
    private static final Duration NO_LIMIT_HERE = Duration.ofHours(1);

    /** What a tokenizer adds to a text at most. */
    private static final int TEXT_TOKENS = 4;

    private final Map<String, RouteState> states = new LinkedHashMap<>();
    private final Serving serving;
    private final ServingMetrics metrics;
    private final Upstreams upstreams;
    private final Door door;
    private final ChatRoute chats;
    private final UpstreamAsker asker;
    private final TokenCounter counter;
    private final Auditor auditor;

    CascadeRoute(
            GatewaySetup setup,
            Door door,
            ChatRoute chats,
            UpstreamAsker asker,
            TokenCounter counter) {
        this.serving = setup.serving();
        this.metrics = setup.metrics();
        this.upstreams = setup.upstreams();
        this.door = door;
        this.chats = chats;
        this.asker = asker;
        this.counter = counter;
        CascadeRecord record = setup.cascades().record();
        this.auditor = new Auditor(asker, record, metrics, setup.clock());
        for (RouteConfig route : setup.cascades().routes().all()) {
            RouteState state = new RouteState(route, serving, record);
            states.put(route.id(), state);
            metrics.calibrated(route.id(), () -> state.inForce().isPresent());
        }
    }

    boolean has(String model) {
        return states.containsKey(model);
    }

    Response chat(Request request, ChatRequest chat) {
        RouteState state = state(chat.model());
        List<UpstreamModel> candidates = candidates(state.route());
        Door.Wanted wanted =
                new Door.Wanted(
                        ChatRoute.ENDPOINT,
                        chat.model(),
                        1,
                        chat.inputTokensMax(),
                        candidates.stream()
                                .mapToLong(model -> ChatRoute.outputTokensMax(chat, model))
                                .max()
                                .orElse(0));
        return door.enter(request, wanted, call -> chat(call, request, chat, state, candidates));
    }

    private Response chat(
            OpenCall call,
            Request request,
            ChatRequest chat,
            RouteState state,
            List<UpstreamModel> candidates) {
        RouteConfig route = state.route();
        Optional<CascadeSetting> setting = state.inForce();
        int last = route.local().size() + 1;
        if (setting.isPresent()
                && route.text().take(chat.tree()) instanceof ChatText.Taken.Text text) {
            LocalTries tries = tries(call, request, route, setting.get(), List.of(text.text()));
            Optional<Taken> taken = tries.taken(0);
            if (taken.isPresent()) {
                metrics.cascade(route.id(), taken.get().rung() + 1, 1);
                Response response = reply(call, chat, route, tries, taken.get(), text.text());
                auditor.look(state, setting.get(), call.answerId(), 0, text.text(), taken.get());
                return response;
            }
            call.passedOn(name(last), tries.costMicros());
        } else {
            call.passedOn(name(last), 0);
        }
        metrics.cascade(route.id(), last, 1);
        return chats.answer(call, chat, candidates, request::abandoned);
    }

    private LocalTries tries(
            OpenCall call,
            Request request,
            RouteConfig route,
            CascadeSetting setting,
            List<String> texts) {
        LocalTries tries = new LocalTries(serving, setting, route.local());
        tries.ask(call.answerId(), texts, new Deadline(NO_LIMIT_HERE, request::abandoned));
        return tries;
    }

    private Response reply(
            OpenCall call,
            ChatRequest chat,
            RouteConfig route,
            LocalTries tries,
            Taken taken,
            String text) {
        String content = route.reply(taken.label(), taken.confidence(), text);
        TokenUse use =
                new TokenUse(tries.tokens(), 0, 0, counter.count(content), TokenSource.LOCAL);
        Spent spent =
                call.spent(
                        taken.servedBy(),
                        name(taken.rung() + 1),
                        1,
                        use,
                        Ending.COMPLETE,
                        tries.costMicros());
        LocalChat answer = new LocalChat(call.answerId(), chat, content, use, call.now());
        return chat.stream()
                ? Answers.settled(call, spent, answer.events(), Map.of(), Response.EVENTS)
                : Answers.settled(call, spent, answer.completion(), Map.of());
    }

    Response classify(Request request, ClassifyRequest wanted) {
        RouteState state = state(wanted.model());
        List<UpstreamModel> candidates = candidates(state.route());
        long tokens = 0;
        for (String text : wanted.input()) {
            tokens += text.getBytes(StandardCharsets.UTF_8).length + TEXT_TOKENS;
        }
        long output = candidates.stream().mapToLong(UpstreamModel::outputMax).max().orElse(0);
        Door.Wanted asked =
                new Door.Wanted(
                        "classify",
                        wanted.model(),
                        wanted.input().size(),
                        tokens,
                        output * wanted.input().size());
        return door.enter(
                request, asked, call -> classify(call, request, wanted, state, candidates));
    }

    private Response classify(
            OpenCall call,
            Request request,
            ClassifyRequest wanted,
            RouteState state,
            List<UpstreamModel> candidates) {
        RouteConfig route = state.route();
        Optional<CascadeSetting> setting = state.inForce();
        Optional<LocalTries> tries =
                setting.map(now -> tries(call, request, route, now, wanted.input()));
        long own = tries.map(LocalTries::costMicros).orElse(0L);
        call.passedOn(name(route.local().size() + 1), own);
        List<CascadeLabel> labels = new ArrayList<>();
        long input = tries.map(LocalTries::tokens).orElse(0L);
        long output = 0;
        List<String> known = labels(route);
        for (int i = 0; i < wanted.input().size(); i++) {
            int at = i;
            Optional<Taken> taken = tries.flatMap(all -> all.taken(at));
            if (taken.isPresent()) {
                labels.add(CascadeLabel.of(taken.get()));
                continue;
            }
            RungAnswers.Said said =
                    asker.ask(call, candidates, route.prompt(wanted.input().get(i), known));
            input += said.inputTokens();
            output += said.outputTokens();
            labels.add(
                    CascadeLabel.upstream(
                            candidates.getFirst(),
                            route.local().size() + 1,
                            route.label(said.text())));
        }
        Response response = settled(call, route, labels, own, input, output);
        for (int i = 0; i < labels.size() && setting.isPresent(); i++) {
            Optional<Taken> taken = tries.orElseThrow().taken(i);
            if (taken.isPresent()) {
                auditor.look(
                        state,
                        setting.get(),
                        call.answerId(),
                        i,
                        wanted.input().get(i),
                        taken.get());
            }
        }
        return response;
    }

    /** Signed with the highest rung that answered a text. */
    private Response settled(
            OpenCall call,
            RouteConfig route,
            List<CascadeLabel> labels,
            long own,
            long input,
            long output) {
        CascadeLabel highest = labels.getFirst();
        for (CascadeLabel label : labels) {
            metrics.cascade(route.id(), label.rung(), 1);
            highest = label.rung() > highest.rung() ? label : highest;
        }
        boolean local = highest.rung() <= route.local().size();
        TokenUse use =
                new TokenUse(input, 0, 0, output, local ? TokenSource.LOCAL : TokenSource.UPSTREAM);
        Spent spent =
                call.spent(
                        highest.servedBy(),
                        name(highest.rung()),
                        labels.size(),
                        use,
                        Ending.COMPLETE,
                        own);
        return Answers.settled(
                call,
                spent,
                CascadeLabel.document(call.answerId(), route.id(), labels, use),
                Map.of());
    }

    /** What may be answered, as far as the local models know. */
    private List<String> labels(RouteConfig route) {
        TreeSet<String> labels = new TreeSet<>();
        serving.models().stream()
                .filter(model -> route.local().contains(model.name().name()))
                .forEach(model -> labels.addAll(model.labels()));
        return List.copyOf(labels);
    }

    private RouteState state(String route) {
        RouteState state = states.get(route);
        if (state == null) {
            throw new IllegalStateException("there is no route " + route);
        }
        return state;
    }

    private List<UpstreamModel> candidates(RouteConfig route) {
        List<UpstreamModel> candidates = new ArrayList<>();
        for (String id : route.upstream()) {
            upstreams.model(id).map(upstreams::candidates).orElse(List.of()).stream()
                    .filter(model -> !candidates.contains(model))
                    .forEach(candidates::add);
        }
        return candidates;
    }

    private static String name(int rung) {
        return "cascade:" + rung;
    }
}
