package io.graft.deployer.traffic;

import io.graft.contracts.inference.InferenceApi.Share;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which share of a model's requests each version answers. No share means that nothing answers for the model.
public record TrafficSplit(List<Share> shares) {

    public static final TrafficSplit NOTHING = new TrafficSplit(List.of());

    private static final int ALL = 100;

    public TrafficSplit {
        shares = shares.stream().filter(share -> share.weight() > 0).toList();
    }

    /// @param previous what answers the rest; absent where nothing did before
    public static TrafficSplit of(String version, @Nullable String previous, int weight) {
        if (previous == null) {
            return weight == 0 ? NOTHING : all(version);
        }
        return new TrafficSplit(Stream.of(new Share(previous, ALL - weight), new Share(version, weight))
                .toList());
    }

    public static TrafficSplit all(String version) {
        return new TrafficSplit(List.of(new Share(version, ALL)));
    }

    /// Order does not matter.
    public boolean sameAs(TrafficSplit other) {
        return new HashSet<>(shares).equals(new HashSet<>(other.shares));
    }

    public boolean isAllOf(String version) {
        return sameAs(all(version));
    }

    /// The version with the greatest share that is not the given one.
    public Optional<String> mainBeside(String version) {
        return shares.stream()
                .filter(share -> !share.version().equals(version))
                .max(Comparator.comparingInt(Share::weight))
                .map(Share::version);
    }
}
