package io.kaiye.cli;

import io.kaiye.train.ScopeRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One of the demo's two support desks.
 *
 * @param dataset also the model's name
 * @param questions to ask over HTTP once it is served
 */
record DemoDesk(String dataset, String language, List<String> questions) {
    /** Both desks have rows that no desk can answer. */
    static final ScopeRequest SCOPE =
            new ScopeRequest(Optional.of("out_of_scope"), OptionalDouble.empty());

    static final List<DemoDesk> ALL =
            List.of(
                    new DemoDesk(
                            "support-en",
                            "English",
                            List.of(
                                    "my lamp arrived smashed to bits",
                                    "hi, still no parcel and the tracking hasn't moved since"
                                            + " Monday",
                                    "can you help me with my maths homework?")),
                    new DemoDesk(
                            "support-zh",
                            "中文",
                            List.of("台灯收到就是碎的，怎么办", "钱什么时候退给我？都一周了", "今天北京天气怎么样")));
}
