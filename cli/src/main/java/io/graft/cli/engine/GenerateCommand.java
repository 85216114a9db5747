package io.graft.cli.engine;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.generation.Generation;
import io.graft.engine.generation.GenerationConfig;
import io.graft.engine.generation.Generator;
import io.graft.engine.generation.TokenListener;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "generate", description = "Continue a text with a model, as it comes.")
final class GenerateCommand implements Callable<Integer> {

    @Mixin
    private final Talk talk = new Talk();

    @Mixin
    private final Base base = new Base();

    @Option(names = "--adapter", paramLabel = "DIR", description = "a PEFT adapter of that model")
    private @Nullable Path adapterFolder;

    @Mixin
    private final Prompt prompt = new Prompt();

    @Mixin
    private final SamplingOptions sampling = new SamplingOptions();

    /// What `-o json` prints.
    record Answer(String text, int promptTokens, int newTokens, String ending, double tokensPerSecond) {}

    @Override
    public Integer call() throws IOException {
        GenerationConfig config = sampling.config();
        CausalModel model = base.load(talk);
        Adapter adapter = Base.adapter(model, adapterFolder);
        try (Tokenizer tokenizer = model.tokenizer()) {
            int[] ids = prompt.ids(tokenizer);
            talk.progress().end();
            long begin = System.nanoTime();
            Generation text = new Generator(model, tokenizer).generate(ids, config, adapter, listener());
            show(answer(text, System.nanoTime() - begin));
        }
        return 0;
    }

    private TokenListener listener() {
        PrintWriter out = talk.out();
        return token -> {
            if (talk.isTable()) {
                out.print(token.text());
                out.flush();
            }
            return true;
        };
    }

    private static Answer answer(Generation text, long nanos) {
        int count = text.tokens().size();
        String ending = text.ending().name().toLowerCase(Locale.ROOT);
        return new Answer(text.text(), text.promptTokens(), count, ending, count / (nanos * 1e-9));
    }

    private void show(Answer answer) {
        if (!talk.isTable()) {
            talk.printer().one(answer);
            return;
        }
        talk.out().println();
        talk.out().flush();
        talk.progress()
                .line(String.format(
                        Locale.ROOT,
                        "%d tokens after %d, %.1f tokens/s, ended by %s",
                        answer.newTokens,
                        answer.promptTokens,
                        answer.tokensPerSecond,
                        answer.ending));
    }
}
