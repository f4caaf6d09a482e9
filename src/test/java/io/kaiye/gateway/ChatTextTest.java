package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTextTest {
    private static final String BODY =
            """
            {"messages": [
              {"role": "system", "content": "Label it."},
              {"role": "user", "content": "first"},
              {"role": "assistant", "content": "billing"},
              {"role": "user", "content": [
                {"type": "text", "text": "Ticket 7: my card"},
                {"type": "text", "text": "is lost"}]}]}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{last_user}}           | Ticket 7: my card\\nis lost",
                "{{ system }}            | Label it.",
                "{{message.1}}           | first",
                "{{message.-2}}          | billing",
                "Q: {{message.1}} !      | Q: first !",
                "{{system}}-{{message.1}} | Label it.-first",
                "{{all}}                 | Label it.\\n"
                        + "\\n"
                        + "first\\n"
                        + "\\n"
                        + "billing\\n"
                        + "\\n"
                        + "Ticket 7: my card\\n"
                        + "is lost",
            })
    void placesAreFilledFromTheMessages(String template, String text) {
        assertEquals(new ChatText.Taken.Text(text.replace("\\n", "\n")), take(template, "", BODY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ticket \\d+: (.*)  | my card is lost",
                "card               | card",
            })
    void thePatternTakesItsFirstGroupOrAllThatMatches(String pattern, String text) {
        ChatText.Taken taken = take("{{last_user}}", pattern, BODY);
        assertEquals(text, ((ChatText.Taken.Text) taken).text().replaceAll("\\s+", " "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{messages: [{role: system, content: hm}]}                 | lacks a message",
                "{messages: []}                                            | lacks a message",
                "{messages: [{role: user, content: '  '}]}                 | blank",
                "{messages: [{role: user, content: no number}]}            | the pattern",
                "{messages: [{role: user, content: [{type: image_url}]}]}  | no text",
                "{messages: [{role: user, content: '7'}], tools: [{}]}     | has tools",
                "{messages: [{role: user, content: '7'}, {role: tool, content: x}]} | of tools",
                "{messages: [{role: assistant, tool_calls: [{id: 1}]}]}    | of tools",
                "{messages: [{role: user, content: '7'}], n: 2}            | several answers",
                "{messages: [{role: user, content: '7'}], logprobs: true}  | log probabilities",
            })
    void whatOnlyTheUpstreamCanAnswerGoesThere(String body, String reason) {
        ChatText.Taken taken = take("{{last_user}}", "\\d", body);
        assertTrue(
                taken instanceof ChatText.Taken.Upstream upstream
                        && upstream.reason().contains(reason),
                taken.toString());
    }

    @Test
    void aLastUserMessageWithAnImageIsNotPassedOverForAnEarlierOne() {
        String body =
                "{messages: [{role: user, content: a}, {role: user, content: [{type:"
                        + " image_url}]}]}";
        assertTrue(take("{{last_user}}", "", body) instanceof ChatText.Taken.Upstream);
    }

    @Test
    void bracesThatAreNoPlaceStay() {
        TextTemplate template = TextTemplate.of("{\"label\": \"{{label}}\"} {x}");
        assertEquals(List.of("label"), template.names());
        assertEquals(
                Optional.of("{\"label\": \"a}}b\"} {x}"),
                template.fill(any -> Optional.of("a}}b")));
    }

    private static ChatText.Taken take(String template, String pattern, String body) {
        JsonNode tree = Yaml.parse(body);
        return new ChatText(
                        TextTemplate.of(template),
                        pattern == null || pattern.isEmpty()
                                ? Optional.empty()
                                : Optional.of(Pattern.compile(pattern, Pattern.DOTALL)))
                .take(tree);
    }
}
