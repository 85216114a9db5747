package io.graft.engine.adapter;

import io.graft.engine.layer.LowRank;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A LoRA adapter of one base model. It never changes, so any number of threads may use it.
public final class LoraAdapter implements Adapter {

    private final LoraConfig config;
    private final LoraPlan plan;
    private final BaseModel base;
    private final List<Map<Projection, LowRank>> pairs; // [layer]
    private final int rank;
    private final int widestDecomposed;

    /// The model that an adapter belongs to.
    ///
    /// @param name   for people
    /// @param digest SHA-256 over the weights files, as 64 hexadecimal digits
    public record BaseModel(String name, String digest) {}

    private LoraAdapter(LoraConfig config, LoraPlan plan, BaseModel base, List<Map<Projection, LowRank>> pairs) {
        this.config = config;
        this.plan = plan;
        this.base = base;
        this.pairs = pairs;
        this.rank = all().mapToInt(LowRank::rank).max().orElse(0);
        this.widestDecomposed = all().filter(pair -> pair.magnitude() != null)
                .mapToInt(LowRank::outputs)
                .max()
                .orElse(0);
    }

    private Stream<LowRank> all() {
        return pairs.stream().flatMap(ofLayer -> ofLayer.values().stream());
    }

    /// Makes the pairs.
    @FunctionalInterface
    interface PairSource {
        LowRank of(int layer, Projection projection, LoraPlan.Shape shape) throws IOException;
    }

    /// @param plan what the configuration means for the model
    static LoraAdapter of(AdaptableModel model, LoraConfig config, LoraPlan plan, PairSource source)
            throws IOException {
        List<Map<Projection, LowRank>> pairs = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            Map<Projection, LowRank> ofLayer = new EnumMap<>(Projection.class);
            for (Projection projection : model.projections()) {
                LoraPlan.Shape shape = plan.at(layer, projection);
                if (shape != null) {
                    ofLayer.put(projection, source.of(layer, projection, shape));
                }
            }
            pairs.add(ofLayer);
        }
        return new LoraAdapter(config, plan, new BaseModel(model.name(), model.digest()), pairs);
    }

    /// A new adapter that changes nothing yet.
    ///
    /// @param seed same seed, same adapter
    /// @throws IllegalArgumentException naming the field of the configuration that does not suit the model
    public static LoraAdapter create(AdaptableModel model, LoraConfig config, long seed) throws IOException {
        LoraPlan plan = LoraPlan.of(model, config);
        plan.requireAllNamesUsed(model, config.targets());
        plan.requireRanksUseful(model);
        FreshPairs fresh = new FreshPairs(model, config, seed);
        return of(model, config, plan, fresh::pair);
    }

    /// Loads an adapter that [#save] or PEFT wrote.
    ///
    /// @throws io.graft.engine.checkpoint.MalformedFileException naming file and field or tensor that is wrong
    /// @throws WrongBaseModelException if the adapter says that it belongs to other weights
    public static LoraAdapter load(AdaptableModel model, Path folder) throws IOException {
        return new PeftFolder(folder).load(model);
    }

    /// The configuration of an adapter's folder, without its matrices.
    ///
    /// @throws io.graft.engine.checkpoint.MalformedFileException naming the file and the field that is wrong
    public static LoraConfig readConfig(Path folder) throws IOException {
        return new PeftFolder(folder).config();
    }

    /// SHA-256 of the file with an adapter's matrices, as 64 hexadecimal digits.
    public static String digestOf(Path folder) throws IOException {
        return new PeftFolder(folder).digest();
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
        return new LoraAdapter(config, plan, base, copies);
    }

    public LoraConfig config() {
        return config;
    }

    LoraPlan plan() {
        return plan;
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
        return all().mapToLong(LowRank::parameters).sum();
    }

    @Override
    public @Nullable LowRank pair(int layer, Projection projection) {
        return pairs.get(layer).get(projection);
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int widestDecomposed() {
        return widestDecomposed;
    }

    /// What the product of a pair's matrices is multiplied by, before it is rounded to a float.
    ///
    /// @throws IllegalArgumentException if there is no such pair
    public double scale(int layer, Projection projection) {
        LoraPlan.Shape shape = plan.at(layer, projection);
        if (shape == null) {
            throw new IllegalArgumentException("layer " + layer + " has no pair for " + projection);
        }
        return shape.scale();
    }

    /// @throws WrongBaseModelException unless the adapter belongs to a model
    public void requireBase(AdaptableModel model) throws IOException {
        if (!base.digest().equals(model.digest())) {
            throw new WrongBaseModelException("the adapter belongs to " + base.name() + " with SHA-256 " + base.digest()
                    + ", but " + model.name() + " has " + model.digest());
        }
    }

    /// Whether a configuration means the same pairs of this adapter's base, with the same scales, dropout and variant.
    ///
    /// @throws IllegalArgumentException if the configuration does not suit the model
    public boolean hasShapeOf(AdaptableModel model, LoraConfig other) {
        return config.variant() == other.variant()
                && config.dropout() == other.dropout()
                && plan.equals(LoraPlan.of(model, other));
    }

    /// An adapter keeps its shape when training goes on; another one that was asked for must not be ignored.
    ///
    /// @throws IllegalArgumentException unless [#hasShapeOf]
    public void requireShapeOf(AdaptableModel model, LoraConfig asked) {
        if (!hasShapeOf(model, asked)) {
            throw new IllegalArgumentException(
                    "the settings ask for an adapter " + asked + ", but the one to go on with is " + config);
        }
    }
}
