package io.graft.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.client.JsonClient;
import io.graft.contracts.ContractJson;
import io.graft.contracts.inference.OpenAiApi.ChatRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "ask", description = "One question through the gateway, the answer as it comes.")
class AskCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Shared shared;

    @Parameters(index = "0", paramLabel = "MODEL", description = "NAME, NAME@VERSION or a base model")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String model;

    @Parameters(index = "1", paramLabel = "PROMPT")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String prompt;

    @Option(names = "--max-tokens", description = "tokens of the answer at most (default: ${DEFAULT-VALUE})")
    private int maxTokens = 64;

    @Override
    public Integer call() throws IOException {
        JsonClient gateway = shared.connections().gateway();
        ChatRequest request = ChatRequest.greedy(model, prompt, maxTokens).streamed();
        PrintWriter out = shared.spec.commandLine().getOut();
        try (BufferedReader events = new BufferedReader(new InputStreamReader(
                gateway.stream(
                        gateway.postRequest("/v1/chat/completions", request).setHeader("Accept", "text/event-stream")),
                StandardCharsets.UTF_8))) {
            String line = events.readLine();
            while (line != null) {
                print(out, line);
                line = events.readLine();
            }
        }
        out.println();
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, String line) throws IOException {
        if (!line.startsWith("data:") || line.contains("[DONE]")) {
            return;
        }
        JsonNode chunk = ContractJson.mapper().readTree(line.substring("data:".length()));
        out.print(chunk.path("choices").path(0).path("delta").path("content").asText(""));
        out.flush();
    }
}
