package io.graft.engine.adapter;

import io.graft.engine.layer.LowRank;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A LoRA adapter of one base model. It never changes, so any number of threads may use it.
public final class LoraAdapter implements Adapter {

    private final LoraConfig config;
    private final BaseModel base;
    private final List<Map<Projection, LowRank>> pairs; // [layer]

    /// The model that an adapter belongs to.
    ///
    /// @param name   for people
    /// @param digest SHA-256 over the weights files, as 64 hexadecimal digits
    public record BaseModel(String name, String digest) {}

    private LoraAdapter(LoraConfig config, BaseModel base, List<Map<Projection, LowRank>> pairs) {
        this.config = config;
        this.base = base;
        this.pairs = pairs;
    }

    /// Makes a pair's matrices.
    @FunctionalInterface
    interface PairSource {
        Pair of(int layer, Projection projection) throws IOException;
    }

    /// The matrices of one pair.
    ///
    /// @param a           `[rank][inputs]`
    /// @param bTransposed `[rank][outputs]`
    public record Pair(Matrix a, Matrix bTransposed) {}

    static LoraAdapter of(AdaptableModel model, LoraConfig requested, PairSource source) throws IOException {
        LoraConfig config = requested.on(model);
        List<Map<Projection, LowRank>> pairs = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            Map<Projection, LowRank> ofLayer = new EnumMap<>(Projection.class);
            for (Projection projection : Projection.values()) {
                if (config.targets().contains(projection)) {
                    Pair pair = source.of(layer, projection);
                    ofLayer.put(projection, new LowRank(model.kernels(), config.scale(), pair.a, pair.bTransposed));
                }
            }
            pairs.add(ofLayer);
        }
        return new LoraAdapter(config, new BaseModel(model.name(), model.digest()), pairs);
    }

    /// A new adapter that changes nothing yet, as PEFT starts: A uniform within `±1/sqrt(inputs)` (Kaiming with
    /// `a = sqrt(5)`), B zero.
    ///
    /// @param seed same seed, same adapter
    /// @throws IllegalArgumentException if the configuration targets a linear layer that the model lacks
    public static LoraAdapter create(AdaptableModel model, LoraConfig config, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        return of(model, config, (layer, projection) -> {
            int inputs = model.inputs(projection);
            Matrix a = Matrix.zeros(config.rank(), inputs);
            float bound = (float) (1 / Math.sqrt(inputs));
            float[] values = a.data();
            for (int i = 0; i < values.length; i++) {
                values[i] = (random.nextFloat() * 2 - 1) * bound;
            }
            return new Pair(a, Matrix.zeros(config.rank(), model.outputs(projection)));
        });
    }

    /// Loads an adapter that [#save] or PEFT wrote.
    ///
    /// @throws io.graft.engine.checkpoint.MalformedFileException naming file and field or tensor that is wrong
    /// @throws WrongBaseModelException if the adapter says that it belongs to other weights
    public static LoraAdapter load(AdaptableModel model, Path folder) throws IOException {
        return new PeftFolder(folder).load(model);
    }

    /// Writes `adapter_model.safetensors` and `adapter_config.json`, as PEFT does.
    public void save(Path folder) throws IOException {
        new PeftFolder(folder).save(this);
    }

    /// A copy with other matrices, which are copied.
    ///
    /// @param source matrices in the shapes of this adapter's
    public LoraAdapter with(Adapter source) {
        List<Map<Projection, LowRank>> copies = new ArrayList<>();
        for (int layer = 0; layer < pairs.size(); layer++) {
            Map<Projection, LowRank> ofLayer = new EnumMap<>(Projection.class);
            for (Map.Entry<Projection, LowRank> own : pairs.get(layer).entrySet()) {
                LowRank other = source.pair(layer, own.getKey());
                if (other == null) {
                    throw new IllegalArgumentException("layer " + layer + " has no pair for " + own.getKey());
                }
                ofLayer.put(own.getKey(), other.copy());
            }
            copies.add(ofLayer);
        }
        return new LoraAdapter(config, base, copies);
    }

    public LoraConfig config() {
        return config;
    }

    public BaseModel base() {
        return base;
    }

    /// Decoder layers.
    public int layers() {
        return pairs.size();
    }

    /// Numbers that training changes.
    public long parameters() {
        return pairs.stream()
                .flatMap(ofLayer -> ofLayer.values().stream())
                .mapToLong(pair -> (long) pair.rank() * (pair.inputs() + pair.outputs()))
                .sum();
    }

    @Override
    public @Nullable LowRank pair(int layer, Projection projection) {
        return pairs.get(layer).get(projection);
    }

    @Override
    public int rank() {
        return config.rank();
    }
}
