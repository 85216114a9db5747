package io.graft.engine.check;

import io.graft.engine.training.Batching;
import io.graft.engine.training.LearningRateSchedule;
import io.graft.engine.training.TrainingConfig;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a recorded LoRA training was made: `run.json`. An option that this engine does not have is an error.
///
/// @param root the file
record RecordedRun(OracleNode root) {

    private static final Pattern SCHEDULE = Pattern.compile(
            "(constant|linear|cosine)(?:_with_warmup)?(, (\\d+) linear warmup steps)?(, (\\d+) steps in all)?");

    int microBatches() throws IOException {
        Optional<OracleNode> count = root.find("micro_batches");
        return count.isPresent()
                ? count.get().integer()
                : root.at("loss").items().size();
    }

    TrainingConfig config() throws IOException {
        requireSupported();
        OracleNode optimizer = root.at("optimizer");
        double[] betas = optimizer.at("betas").numbers();
        TrainingConfig.Builder config = TrainingConfig.builder()
                .learningRate(optimizer.at("lr").number())
                .betas(betas[0], betas[1])
                .epsilon(optimizer.at("eps").number())
                .weightDecay(optimizer.at("weight_decay").number())
                .batchSize(microBatches())
                .order(Batching.Order.GIVEN)
                .epochs(1)
                .gradientAccumulationSteps(
                        root.at("gradient_accumulation_steps").integer())
                .weighting(weighting())
                .withoutGradientClipping();
        Optional<OracleNode> clip = root.find("max_grad_norm");
        if (clip.isPresent()) {
            config.maxGradNorm(clip.get().number());
        }
        return schedule(config).build();
    }

    private void requireSupported() throws IOException {
        OracleNode name = root.at("optimizer").at("name");
        if (!name.text().equals("AdamW")) {
            throw name.wrong("must be AdamW, is " + name.text());
        }
        Optional<OracleNode> dropout = root.at("lora").find("dropout");
        if (dropout.isPresent() && dropout.get().number() != 0) {
            throw dropout.get()
                    .wrong("must be 0, since random numbers cannot be compared, is "
                            + dropout.get().number());
        }
        Optional<OracleNode> decayed = root.at("optimizer").find("weight_decay_applies_to");
        if (decayed.isPresent() && !decayed.get().text().equals("all adapter parameters")) {
            throw decayed.get()
                    .wrong("must be all adapter parameters, is " + decayed.get().text());
        }
    }

    private TrainingConfig.Builder schedule(TrainingConfig.Builder config) throws IOException {
        OracleNode schedule = root.at("schedule");
        Matcher words = SCHEDULE.matcher(schedule.text());
        if (!words.matches()) {
            throw schedule.wrong("must be constant, linear or cosine with N linear warmup steps and M steps in all, is "
                    + schedule.text());
        }
        config.schedule(
                switch (words.group(1)) {
                    case "linear" -> LearningRateSchedule.Kind.LINEAR;
                    case "cosine" -> LearningRateSchedule.Kind.COSINE;
                    default -> LearningRateSchedule.Kind.CONSTANT;
                });
        if (words.group(3) != null) {
            config.warmupSteps(Integer.parseInt(words.group(3)));
        }
        if (words.group(5) != null) {
            config.maxSteps(Integer.parseInt(words.group(5)));
        }
        return config;
    }

    /// How the batches of one step are weighed; told in words.
    private Batching.Weighting weighting() throws IOException {
        Optional<OracleNode> words = root.find("gradient_accumulation_loss");
        if (words.isEmpty() || words.get().text().startsWith("mean of the micro-batch mean losses")) {
            return Batching.Weighting.BATCHES;
        }
        if (words.get().text().startsWith("sum of token losses of")) {
            return Batching.Weighting.TOKENS;
        }
        throw words.get()
                .wrong("must start with \"mean of the micro-batch mean losses\" or \"sum of token losses of\"," + " is "
                        + words.get().text());
    }
}
