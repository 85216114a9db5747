package io.graft.engine.check;

import io.graft.engine.checkpoint.SafetensorsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/// How the numbers of two adapter files differ.
final class AdapterSpread {

    private final double[] sorted; // absolute differences
    private final double rms;
    private final double largest; // absolute value that was expected

    private AdapterSpread(double[] differences, double largest) {
        this.sorted = differences;
        Arrays.sort(sorted); // what is not a number comes last
        this.rms = Math.sqrt(DoubleStream.of(sorted).map(d -> d * d).sum() / sorted.length);
        this.largest = largest;
    }

    /// @throws IllegalArgumentException if the files do not hold the same tensors
    static AdapterSpread between(Path actual, Path expected) throws IOException {
        try (SafetensorsReader ours = SafetensorsReader.open(actual);
                SafetensorsReader theirs = SafetensorsReader.open(expected)) {
            Map<String, String> ourNames = byPlainName(ours.names());
            Map<String, String> theirNames = byPlainName(theirs.names());
            requireSameNames(ourNames.keySet(), theirNames.keySet());
            DoubleStream.Builder differences = DoubleStream.builder();
            double largest = 0;
            for (Map.Entry<String, String> name : theirNames.entrySet()) {
                long[] shape = theirs.shape(name.getValue()).stream()
                        .mapToLong(Long::longValue)
                        .toArray();
                float[] right = theirs.read(name.getValue(), shape);
                float[] value = ours.read(ourNames.getOrDefault(name.getKey(), name.getKey()), shape);
                for (int i = 0; i < right.length; i++) {
                    differences.add(Math.abs((double) right[i] - value[i]));
                    largest = Math.max(largest, Math.abs(right[i]));
                }
            }
            return new AdapterSpread(differences.build().toArray(), largest);
        }
    }

    /// A magnitude is called `…lora_magnitude_vector.weight` in the model and `…lora_magnitude_vector` on disk.
    private static Map<String, String> byPlainName(Set<String> names) {
        Map<String, String> plain = new TreeMap<>();
        names.forEach(name -> plain.put(name.replaceFirst("(lora_magnitude_vector)\\.weight$", "$1"), name));
        return plain;
    }

    private static void requireSameNames(Set<String> ours, Set<String> theirs) {
        Set<String> missing = new TreeSet<>(theirs);
        missing.removeAll(ours);
        Set<String> more = new TreeSet<>(ours);
        more.removeAll(theirs);
        if (!missing.isEmpty() || !more.isEmpty()) {
            throw new IllegalArgumentException("the adapter lacks " + missing + " and has besides " + more);
        }
    }

    /// Root of the mean square.
    double rms() {
        return rms;
    }

    /// The difference that a share of the elements does not exceed, between neighbours in a straight line.
    double quantile(double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    double worst() {
        return sorted[sorted.length - 1];
    }

    /// The worst difference as a part of the largest number.
    double worstOfLargest() {
        return worst() / Math.max(largest, Double.MIN_NORMAL);
    }
}
