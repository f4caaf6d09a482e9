package io.kaiye.train;

import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Target;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Example;
import io.kaiye.graph.Tensor;
import io.kaiye.model.Base;
import io.kaiye.model.Engine;
import io.kaiye.model.Input;
import io.kaiye.model.TextTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Texts as token ids. Never changes; safe for threads. */
final class TokenRows implements TuneData {
    private final int[][] tokens;
    private final int cut;
    private final int longest;

    private TokenRows(int[][] tokens, int cut, int longest) {
        this.tokens = tokens;
        this.cut = cut;
        this.longest = longest;
    }

    /**
     * Tokenises the texts of {@code rows}, on all compute threads.
     *
     * @param tokensMax longest text; of the usual length as long as the base reads
     * @throws KaiyeException INVALID_ARGUMENT if it was set to more than the base reads
     */
    static TokenRows of(Engine engine, Base base, List<Example> rows, int tokensMax) {
        if (tokensMax > Math.max(base.maxTokens(), TuneSettings.usual().tokens())) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The setting tokens is "
                            + tokensMax
                            + ", but "
                            + base.name()
                            + " reads at most "
                            + base.maxTokens()
                            + "; give at most as many.");
        }
        int[][] tokens = new int[rows.size()][];
        boolean[] truncated = new boolean[rows.size()];
        int longest = Math.min(tokensMax, base.maxTokens());
        try (TextTokenizer tokenizer = TextTokenizer.open(base.tokenizer(), longest)) {
            engine.forEach(
                    rows.size(),
                    i -> {
                        Input input = tokenizer.encode(rows.get(i).text());
                        tokens[i] = input.tokens();
                        truncated[i] = input.truncated();
                    });
        }
        int cut = 0;
        for (boolean one : truncated) {
            cut += one ? 1 : 0;
        }
        return new TokenRows(tokens, cut, longest);
    }

    int size() {
        return tokens.length;
    }

    /** How many texts were longer than the longest accepted. */
    int cut() {
        return cut;
    }

    /** For people: how many texts lose their end, and what would keep it. */
    String cutWords() {
        return cut
                + (cut == 1 ? " text is" : " texts are")
                + " longer than "
                + longest
                + " tokens; the rest is not learnt from. --set tokens=N reads more, as far as the"
                + " base does.";
    }

    int length(int row) {
        return tokens[row].length;
    }

    @Override
    public int[] lengths() {
        return Arrays.stream(tokens).mapToInt(row -> row.length).toArray();
    }

    /** The largest token id. */
    int maxId() {
        return Arrays.stream(tokens).flatMapToInt(Arrays::stream).max().orElse(0);
    }

    /**
     * Few widths are better than none to spare: libtorch's kernels are generated anew for every
     * shape, and only about a thousand are kept.
     */
    static int rounded(int width) {
        int step = width <= 32 ? 4 : width <= 64 ? 8 : 16;
        return (width + step - 1) / step * step;
    }

    /** Padded to the longest of the rows and a little more. */
    @Override
    public Batch batch(int[] rows, Target target) {
        int width = 1;
        int shortest = Integer.MAX_VALUE;
        for (int row : rows) {
            width = Math.max(width, tokens[row].length);
            shortest = Math.min(shortest, tokens[row].length);
        }
        width = Math.max(width, Math.min(longest, rounded(width)));
        long[] ids = new long[rows.length * width];
        long[] mask = new long[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            int[] row = tokens[rows[i]];
            for (int j = 0; j < row.length; j++) {
                ids[i * width + j] = row[j];
                mask[i * width + j] = 1;
            }
        }
        return new Batch(
                Map.of(
                        "input_ids", Tensor.ofLongs(ids, rows.length, width),
                        "attention_mask", Tensor.ofLongs(mask, rows.length, width),
                        "token_type_ids", Tensor.ofLongs(new long[ids.length], rows.length, width)),
                shortest < width,
                target);
    }
}
