package io.kaiye.gateway;

/** JSON schemas of what comes in and goes out, as they stand in the OpenAPI document. */
final class Schemas {
    static final String ERROR =
            """
            {"type":"object","required":["error"],"properties":{"error":{"type":"object",
             "required":["message","type","param","code"],"properties":{
             "message":{"type":"string"},"type":{"type":"string"},
             "param":{"type":["string","null"]},"code":{"type":"string"}}}}}
            """;

    static final String CHAT_REQUEST =
            """
            {"type":"object","required":["model","messages"],
             "description":"OpenAI's request; what is not named here passes through.",
             "properties":{"model":{"type":"string"},
             "messages":{"type":"array","minItems":1,"maxItems":2048,"items":{"type":"object",
              "required":["role"],"properties":{"role":{"type":"string"}}}},
             "stream":{"type":"boolean","default":false},
             "stream_options":{"type":"object","properties":{
              "include_usage":{"type":"boolean","default":false}}},
             "max_tokens":{"type":"integer","minimum":1},
             "max_completion_tokens":{"type":"integer","minimum":1},
             "n":{"type":"integer","minimum":1,"maximum":128,"default":1},
             "temperature":{"type":"number","minimum":0,"maximum":2},
             "top_p":{"type":"number","minimum":0,"maximum":1}}}
            """;

    static final String CHAT_RESPONSE =
            """
            {"type":"object","description":"With stream, text/event-stream of chunks instead.",
             "properties":{"id":{"type":"string"},
             "object":{"const":"chat.completion"},"created":{"type":"integer"},
             "model":{"type":"string"},"choices":{"type":"array","items":{"type":"object",
             "properties":{"index":{"type":"integer"},"message":{"type":"object"},
             "finish_reason":{"type":["string","null"]}}}},
             "usage":{"type":"object","properties":{"prompt_tokens":{"type":"integer"},
             "completion_tokens":{"type":"integer"},"total_tokens":{"type":"integer"}}}}}
            """;

    static final String CLASSIFY_REQUEST =
            """
            {"type":"object","required":["model","input"],"additionalProperties":false,
             "properties":{"model":{"type":"string","examples":["support"]},
             "input":{"oneOf":[{"type":"string"},
              {"type":"array","items":{"type":"string"},"minItems":1,"maxItems":2048}]},
             "top_k":{"type":"integer","minimum":1,"maximum":1000,"default":10},
             "threshold":{"type":"number","minimum":0,"maximum":1,"default":0,
              "description":"Scores below it are left out; the best label is always given."},
             "user":{"type":"string","description":"Accepted and not used."}}}
            """;

    static final String CLASSIFY_RESPONSE =
            """
            {"type":"object","properties":{"id":{"type":"string"},"object":{"const":"list"},
             "model":{"type":"string"},"data":{"type":"array","items":{"type":"object",
             "properties":{"object":{"const":"classification"},"index":{"type":"integer"},
             "label":{"type":["string","null"],"description":"Null for none of these."},
             "out_of_scope":{"type":"boolean",
              "description":"True for none of these; only of versions that have a threshold."},
             "confidence":{"type":"number","description":"Of the label that ranks first."},
             "scores":{"type":"array","items":{"type":"object","properties":{
             "label":{"type":"string"},"score":{"type":"number"}}}}}}},
             "usage":{"type":"object","properties":{"prompt_tokens":{"type":"integer"},
             "total_tokens":{"type":"integer"}}}}}
            """;

    static final String EMBEDDINGS_REQUEST =
            """
            {"type":"object","required":["model","input"],"additionalProperties":false,
             "properties":{"model":{"type":"string"},
             "input":{"oneOf":[{"type":"string"},
              {"type":"array","items":{"type":"string"},"minItems":1,"maxItems":2048}]},
             "encoding_format":{"enum":["float","base64"],"default":"float"},
             "dimensions":{"type":"integer","minimum":1,
              "description":"Keeps the first numbers and scales the vector back to length 1."},
             "user":{"type":"string","description":"Accepted and not used."}}}
            """;

    static final String EMBEDDINGS_RESPONSE =
            """
            {"type":"object","properties":{"object":{"const":"list"},
             "data":{"type":"array","items":{"type":"object","properties":{
             "object":{"const":"embedding"},"index":{"type":"integer"},
             "embedding":{"oneOf":[{"type":"array","items":{"type":"number"}},
              {"type":"string","contentEncoding":"base64"}]}}}},
             "model":{"type":"string"},
             "usage":{"type":"object","properties":{"prompt_tokens":{"type":"integer"},
             "total_tokens":{"type":"integer"}}}}}
            """;

    static final String FEEDBACK_REQUEST =
            """
            {"type":"object","required":["answer_id"],"additionalProperties":false,
             "properties":{"answer_id":{"type":"string","maxLength":128},
             "index":{"type":"integer","minimum":0,"default":0,
              "description":"Which text of the call is meant."},
             "label":{"type":"string","maxLength":1024,"description":"The right label."},
             "correct":{"type":"boolean"},"comment":{"type":"string","maxLength":4096}}}
            """;

    static final String FEEDBACK_RESPONSE =
            """
            {"type":"object","properties":{"object":{"const":"feedback"},
             "answer_id":{"type":"string"},"status":{"const":"stored"}}}
            """;

    static final String MODEL =
            """
            {"type":"object","properties":{"id":{"type":"string"},"object":{"const":"model"},
             "created":{"type":"integer"},"owned_by":{"type":"string"},
             "version":{"type":"string"},"number":{"type":"integer"},
             "kind":{"enum":["linear","neural","adapter","blend","upstream"]},
             "label_count":{"type":"integer"},
             "dimension":{"type":"integer"},"max_tokens":{"type":"integer"},
             "language":{"type":"string"},"base":{"type":"string"},
             "precision":{"type":"string"},"size_bytes":{"type":"integer"},
             "serving_since":{"type":"string","format":"date-time"},
             "out_of_scope":{"type":"object",
              "description":"Only of versions that may answer none of these.","properties":{
              "score":{"enum":["confidence","energy"]},"threshold":{"type":"number"},
              "label":{"type":["string","null"]}}},
             "labels":{"type":"array","items":{"type":"string"},
              "description":"Only where one model is asked for."}}}
            """;

    static final String MODELS =
            """
            {"type":"object","properties":{"object":{"const":"list"},
             "data":{"type":"array","items":%s}}}
            """
                    .formatted(MODEL);

    static final String LIVE =
            """
            {"type":"object","properties":{"status":{"const":"live"}}}
            """;

    static final String READY =
            """
            {"type":"object","properties":{"status":{"const":"ready"},
             "models":{"type":"integer"},"problems":{"type":"array","items":{"type":"object",
             "properties":{"model":{"type":"string"},"version":{"type":"string"},
             "message":{"type":"string"},"serving":{"type":"string"}}}}}}
            """;

    static final String ANY_OBJECT =
            """
            {"type":"object"}
            """;

    private Schemas() {}
}
