package io.kaiye.gateway;

import io.kaiye.gateway.LocalTries.Taken;
import io.kaiye.gateway.Spent.Ending;
import io.kaiye.gateway.Spent.TokenSource;
import io.kaiye.gateway.UpstreamAsker.Heard;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import io.kaiye.serve.Deadline;
import io.kaiye.serve.Serving;
import io.kaiye.serve.ServingMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
        Optional<String> text = text(state.route(), chat);
        Door.Wanted wanted =
                new Door.Wanted(
                        ChatRoute.ENDPOINT,
                        chat.model(),
                        1,
                        chat.inputTokensMax() * Math.max(1, state.route().local().size()),
                        Math.max(
                                ChatRoute.outputTokensMax(chat, candidates),
                                text.map(of -> replyTokensMax(state.route(), of)).orElse(0L)));
        return door.enter(
                request, wanted, call -> chat(call, request, chat, state, candidates, text));
    }

    /** What the local rungs would read; empty where only the upstream can answer. */
    private static Optional<String> text(RouteConfig route, ChatRequest chat) {
        return route.text().take(chat.tree()) instanceof ChatText.Taken.Text taken
                ? Optional.of(taken.text())
                : Optional.empty();
    }

    private Response chat(
            OpenCall call,
            Request request,
            ChatRequest chat,
            RouteState state,
            List<UpstreamModel> candidates,
            Optional<String> text) {
        RouteConfig route = state.route();
        Optional<CascadeSetting> setting = state.inForce();
        int last = route.local().size() + 1;
        if (setting.isPresent() && text.isPresent()) {
            String read = text.get();
            LocalTries tries = tries(call, request, route, setting.get(), List.of(read));
            Optional<Taken> taken = tries.taken(0);
            if (taken.isPresent()) {
                metrics.cascade(route.id(), taken.get().rung() + 1, 1);
                Response response = reply(call, chat, route, tries, taken.get(), read);
                auditor.look(state, setting.get(), call.answerId(), 0, read, taken.get());
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
        List<String> prompts = prompts(state.route(), wanted.input());
        return door.enter(
                request,
                most(state.route(), wanted, candidates, prompts),
                call -> classify(call, request, wanted, state, candidates, prompts));
    }

    private List<String> prompts(RouteConfig route, List<String> texts) {
        List<String> known = labels(route);
        return texts.stream().map(text -> route.prompt(text, known)).toList();
    }

    /** Every local rung reads every text, and of the texts that may go upstream the longest do. */
    private static Door.Wanted most(
            RouteConfig route,
            ClassifyRequest wanted,
            List<UpstreamModel> candidates,
            List<String> prompts) {
        long local = 0;
        for (String text : wanted.input()) {
            local += bytes(text) + TEXT_TOKENS;
        }
        int upstream = Math.min(prompts.size(), UpstreamTexts.TEXTS_MAX);
        long passed =
                prompts.stream()
                        .map(each -> UpstreamAsker.inputTokensMax(candidates.getFirst(), each))
                        .sorted(Comparator.reverseOrder())
                        .limit(upstream)
                        .mapToLong(Long::longValue)
                        .sum();
        long output = candidates.stream().mapToLong(UpstreamModel::outputMax).max().orElse(0);
        return new Door.Wanted(
                "classify",
                wanted.model(),
                wanted.input().size(),
                local * route.local().size() + passed,
                output * upstream);
    }

    /** What a local rung may answer a chat with: no token is shorter than a byte. */
    private long replyTokensMax(RouteConfig route, String text) {
        String longest =
                labels(route).stream()
                        .max(Comparator.comparingLong(CascadeRoute::bytes))
                        .orElse("");
        return bytes(route.reply(longest, 1, text));
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private Response classify(
            OpenCall call,
            Request request,
            ClassifyRequest wanted,
            RouteState state,
            List<UpstreamModel> candidates,
            List<String> prompts) {
        RouteConfig route = state.route();
        Optional<CascadeSetting> setting = state.inForce();
        Optional<LocalTries> tries =
                setting.map(now -> tries(call, request, route, now, wanted.input()));
        long own = tries.map(LocalTries::costMicros).orElse(0L);
        call.passedOn(name(route.local().size() + 1), own);
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < wanted.input().size(); i++) {
            int at = i;
            if (tries.flatMap(all -> all.taken(at)).isEmpty()) {
                open.add(i);
            }
        }
        List<Heard> heard = upstream(call, request, candidates, open, prompts);
        Response response = settled(call, route, tries, open, heard);
        for (int i = 0; i < wanted.input().size() && setting.isPresent(); i++) {
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

    private List<Heard> upstream(
            OpenCall call,
            Request request,
            List<UpstreamModel> candidates,
            List<Integer> open,
            List<String> prompts) {
        UpstreamTexts.check(open.size());
        int places = upstreams.of(candidates.getFirst()).settings().concurrency();
        return new UpstreamTexts(
                        open.size(),
                        (text, abandoned) ->
                                asker.ask(call, candidates, prompts.get(open.get(text)), abandoned))
                .all(places, request::abandoned);
    }

    /**
     * Signed with the highest rung that answered a text.
     *
     * @param open texts that went upstream, and what was heard of each
     */
    private Response settled(
            OpenCall call,
            RouteConfig route,
            Optional<LocalTries> tries,
            List<Integer> open,
            List<Heard> heard) {
        List<CascadeLabel> labels = new ArrayList<>();
        for (int i = 0; i < call.asked().answers(); i++) {
            int place = open.indexOf(i);
            labels.add(
                    place < 0
                            ? CascadeLabel.of(tries.orElseThrow().taken(i).orElseThrow())
                            : CascadeLabel.upstream(
                                    heard.get(place).model(),
                                    route.local().size() + 1,
                                    route.label(heard.get(place).said().text())));
        }
        CascadeLabel highest = labels.getFirst();
        for (CascadeLabel label : labels) {
            metrics.cascade(route.id(), label.rung(), 1);
            highest = label.rung() > highest.rung() ? label : highest;
        }
        TokenUse use = use(tries, heard);
        Spent spent =
                call.spent(
                        highest.servedBy(),
                        name(highest.rung()),
                        labels.size(),
                        use,
                        Ending.COMPLETE,
                        tries.map(LocalTries::costMicros).orElse(0L));
        return Answers.settled(
                call,
                spent,
                CascadeLabel.document(call.answerId(), route.id(), labels, use),
                Map.of());
    }

    /** Counted, if a part of it was. */
    private static TokenUse use(Optional<LocalTries> tries, List<Heard> heard) {
        long input = tries.map(LocalTries::tokens).orElse(0L);
        long output = 0;
        TokenSource source = heard.isEmpty() ? TokenSource.LOCAL : TokenSource.UPSTREAM;
        for (Heard each : heard) {
            input += each.said().inputTokens();
            output += each.said().outputTokens();
            source = each.source() == TokenSource.COUNTED ? TokenSource.COUNTED : source;
        }
        return new TokenUse(input, 0, 0, output, source);
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
