package io.kaiye.gateway;

/** What an upstream speaks. */
public enum Protocol {
    /** OpenAI's, which most providers and servers of open models speak too. */
    OPENAI,
    /** Anthropic's Messages API. */
    ANTHROPIC
}
