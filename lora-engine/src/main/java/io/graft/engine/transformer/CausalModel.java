package io.graft.engine.transformer;

import io.graft.engine.adapter.AdaptableModel;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.MergedTensors;
import io.graft.engine.adapter.Projection;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.checkpoint.TensorSource;
import io.graft.engine.checkpoint.WeightFiles;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.KernelChoice;
import io.graft.engine.compute.Precision;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.layer.AttentionScratch;
import io.graft.engine.layer.Embedding;
import io.graft.engine.layer.Linear;
import io.graft.engine.layer.Rotary;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A causal language model from a Hugging Face folder. Its weights never change, so any number of threads may use
/// it at once, each through its own [Session] and with its own adapter.
public final class CausalModel implements AdaptableModel {

    private final ModelOrigin origin;
    private final ModelConfig config;
    private final Arithmetic arithmetic;
    private final Parts parts;
    private volatile @Nullable String digest;

    /// @param embedding token vectors
    /// @param rotaries  rotary embeddings of the layers, each once
    /// @param finalNorm after the last layer
    /// @param head      from the last layer to the logits
    record Parts(
            Embedding embedding,
            List<DecoderLayer> layers,
            List<Rotary> rotaries,
            NormWeight finalNorm,
            OutputHead head) {}

    private CausalModel(ModelOrigin origin, ModelConfig config, Arithmetic arithmetic, Parts parts) {
        this.origin = origin;
        this.config = config;
        this.arithmetic = arithmetic;
        this.parts = parts;
    }

    /// Loads `config.json` and the safetensors weights of a folder.
    ///
    /// @throws MalformedFileException naming the file and the field or tensor that is wrong or not supported
    public static CausalModel load(Path folder) throws IOException {
        return load(folder, Compute.shared());
    }

    /// [#load(Path)] with kernels and threads of one's own.
    public static CausalModel load(Path folder, Compute compute) throws IOException {
        return load(folder, compute, Precision.FP32);
    }

    /// [#load(Path, Compute)] with weights in a precision.
    public static CausalModel load(Path folder, Compute compute, Precision precision) throws IOException {
        ModelConfig config = ModelConfig.read(folder);
        try (WeightFiles files = WeightFiles.open(folder)) {
            return of(new ModelOrigin.Folder(folder), config, files, new Arithmetic(compute, precision));
        }
    }

    /// A model without the numbers of its weights, made of `config.json` and the headers of the weights files within
    /// a moment: all can be asked and planned but a product, and its digest stands for nothing.
    ///
    /// @throws MalformedFileException as [#load] does, but for what only the numbers tell
    public static CausalModel outline(Path folder, Compute compute, Precision precision) throws IOException {
        ModelConfig config = ModelConfig.read(folder);
        Compute suited = compute.forModel(config.decoder().weights(), precision);
        KernelChoice choice = suited.choice();
        KernelChoice outlined = new KernelChoice(choice.kernels(), new OutlineFormat(choice.format()), choice.reason());
        try (WeightFiles files = WeightFiles.open(folder)) {
            Arithmetic arithmetic = new Arithmetic(new Compute(outlined, compute.workers()), precision);
            return of(new ModelOrigin.Outline(folder), config, new OutlineTensors(files), arithmetic);
        }
    }

    /// The same model with an adapter merged into its weights, for serving without the cost of the adapter's products.
    /// It has weights of its own; this model stays as it is, and dropping the merged one undoes the merge.
    ///
    /// @throws io.graft.engine.adapter.WrongBaseModelException if the adapter belongs to another model
    public CausalModel merged(LoraAdapter adapter) throws IOException {
        adapter.requireBase(this);
        if (!(origin instanceof ModelOrigin.Folder(Path folder))) {
            throw new IllegalStateException("model " + name() + " is not from a folder of its own");
        }
        try (WeightFiles files = WeightFiles.open(folder)) {
            MergedTensors tensors = new MergedTensors(files, adapter);
            ModelOrigin merged = new ModelOrigin.Merged(folder, tensors.digest(digest()));
            return of(merged, config, tensors, arithmetic);
        }
    }

    /// A model with random weights, to measure how fast an architecture is without files.
    ///
    /// @param name of the shape
    /// @param seed same seed, same weights
    public static CausalModel random(String name, ModelConfig config, long seed, Compute compute) throws IOException {
        return random(new Shape(name, config, seed), compute, Precision.FP32);
    }

    /// A model with random weights.
    ///
    /// @param seed same seed, same weights
    public record Shape(String name, ModelConfig config, long seed) {}

    /// [#random(String, ModelConfig, long, Compute)] with weights in a precision.
    public static CausalModel random(Shape shape, Compute compute, Precision precision) throws IOException {
        ModelOrigin origin = new ModelOrigin.Random(shape.name, shape.seed);
        return of(origin, shape.config, new RandomTensors(shape.seed), new Arithmetic(compute, precision));
    }

    private record Arithmetic(Compute compute, Precision precision) {}

    private static CausalModel of(ModelOrigin origin, ModelConfig config, TensorSource tensors, Arithmetic asked)
            throws IOException {
        Compute compute = asked.compute.forModel(config.decoder().weights(), asked.precision);
        WeightLoader loader = new WeightLoader(tensors, compute, asked.precision, config.shape());
        return new CausalModel(origin, config, new Arithmetic(compute, asked.precision), loader.load(config.decoder()));
    }

    /// A new, empty sequence with an adapter, or with [Adapter#NONE], that is computed alone.
    public Session session(Adapter adapter) {
        return new Session(this, adapter);
    }

    /// A new, empty sequence with an adapter, or with [Adapter#NONE], that an [InferencePass] computes with others.
    public Sequence sequence(Adapter adapter) {
        return sequence(adapter, config.maxPositions());
    }

    /// [#sequence(Adapter)] that never takes memory for more than so many tokens.
    public Sequence sequence(Adapter adapter, int tokens) {
        return new Sequence(this, adapter, Math.min(tokens, config.maxPositions()));
    }

    /// Bytes that a [Sequence] keeps per token: keys and values of every layer.
    public long bytesPerCachedToken() {
        return 2L * Float.BYTES * config.layers() * config.keyHeads() * config.headSize();
    }

    /// What flows between the layers for one sequence: `layers() + 1` matrices `[tokens][hidden]`. The first holds
    /// the embeddings as they enter the first layer, the next ones what leaves each layer, the last one what leaves
    /// the last layer after the final norm.
    ///
    /// @throws IllegalArgumentException if an id is no token, or the tokens are none or too many
    public List<Matrix> hiddenStates(int[] ids, Adapter adapter) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("tokens must not be empty");
        }
        check(ids, ids.length);
        return new HiddenStates(this, ids, adapter).compute();
    }

    public ModelConfig config() {
        return config;
    }

    /// The folder that it was loaded from.
    ///
    /// @throws IllegalStateException if its weights are random
    public Path folder() {
        return origin.folder();
    }

    /// The tokenizer beside the weights; the caller closes it.
    ///
    /// @throws MalformedFileException if it has tokens that the model does not know
    public Tokenizer tokenizer() throws IOException {
        return Tokenizer.load(folder(), config.vocabularySize());
    }

    public Compute compute() {
        return arithmetic.compute;
    }

    /// The precision of its frozen weights.
    public Precision precision() {
        return arithmetic.precision;
    }

    Parts parts() {
        return parts;
    }

    @Override
    public int layers() {
        return config.layers();
    }

    @Override
    public Set<Projection> projections() {
        return EnumSet.copyOf(config.layer().linears().keySet());
    }

    @Override
    public int inputs(Projection projection) {
        return linear(projection).inputs();
    }

    @Override
    public int outputs(Projection projection) {
        return linear(projection).outputs();
    }

    private LinearSpec linear(Projection projection) {
        LinearSpec linear = config.layer().linears().get(projection);
        if (linear == null) {
            throw new IllegalArgumentException("a " + config.modelType() + " has no " + projection.path());
        }
        return linear;
    }

    @Override
    public Linear linear(int layer, Projection projection) {
        return parts.layers().get(layer).base(projection);
    }

    @Override
    public String name() {
        return origin.name();
    }

    /// SHA-256 over the weights files, computed when first asked for; over the base's and the adapter for a merged
    /// model; random weights stand for themselves by name and seed.
    @Override
    public String digest() throws IOException {
        String known = digest;
        if (known == null) {
            known = origin.digest();
            digest = known;
        }
        return known;
    }

    @Override
    public Kernels kernels() {
        return compute().kernels();
    }

    /// What the weights take once a training has packed them for the way back.
    public WeightMemory weightMemory() {
        Linear head = parts.head().linear();
        long bytes = Stream.concat(Stream.of(head), parts.layers().stream().flatMap(DecoderLayer::bases))
                .mapToLong(Linear::bytesWithBackward)
                .sum();
        Linear table = parts.embedding().table();
        return new WeightMemory(table == head ? bytes : bytes + table.bytes(), head.inHeap());
    }

    /// Makes sure that positions below `positions` can be turned.
    void reach(int positions) {
        parts.rotaries().forEach(rotary -> rotary.reach(positions));
    }

    /// Memory of one thread for attention over up to `keys` keys, forward only.
    AttentionScratch inferenceScratch(int keys) {
        return AttentionScratch.forInference(
                kernels(), parts.layers().getFirst().attentionShape(), keys);
    }

    /// Memory of one thread for attention over up to `keys` keys, forward and backward.
    AttentionScratch trainingScratch(int keys) {
        return AttentionScratch.forTraining(kernels(), parts.layers().getFirst().attentionShape(), keys);
    }

    /// Fails unless every id is a token of this model and the positions suffice for `length` tokens.
    ///
    /// @throws IllegalArgumentException naming the id, or length and positions
    public void check(int[] ids, int length) {
        if (length > config.maxPositions()) {
            throw new IllegalArgumentException("a sequence of " + length + " tokens is longer than the "
                    + config.maxPositions() + " positions of the model (" + config.positionsField() + ")");
        }
        for (int id : ids) {
            if (id < 0 || id >= config.vocabularySize()) {
                throw new IllegalArgumentException(
                        "token id must be from 0 to " + (config.vocabularySize() - 1) + ", is " + id);
            }
        }
    }
}
