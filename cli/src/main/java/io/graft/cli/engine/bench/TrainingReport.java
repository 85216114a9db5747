package io.graft.cli.engine.bench;

import io.graft.engine.compute.Compute;
import io.graft.engine.training.StepMetrics;
import java.util.List;

/// What training steps took, beside what the machine could do.
///
/// @param tokensPerSecond       of each step that counts
/// @param gflopPerToken         see [WorkPerToken]
/// @param gflops                the median speed in operations
/// @param productPeakGflops     see [ProductPeak]
/// @param shareOfProductPeak    the median speed as a share of that
/// @param peakResidentBytes     before the product was measured; 0 where the system does not tell
/// @param losses                of all steps, warm-up included
public record TrainingReport(
        String shape,
        String precision,
        int batch,
        int sequence,
        int threads,
        String kernels,
        String products,
        String kernelsReason,
        List<Double> tokensPerSecond,
        double medianTokensPerSecond,
        double gflopPerToken,
        double gflops,
        double productPeakGflops,
        double shareOfProductPeak,
        long peakResidentBytes,
        List<Double> losses) {

    /// @param work     of a token
    /// @param peak     operations per second of a plain product
    /// @param resident bytes at most
    record Machine(WorkPerToken work, double peak, long resident) {}

    static TrainingReport of(TrainingBench bench, Compute compute, List<StepMetrics> metrics, Machine machine) {
        Speeds speeds = new Speeds(metrics.stream()
                .skip(bench.warmup())
                .map(StepMetrics::tokensPerSecond)
                .toList());
        double operations = speeds.median() * machine.work.total();
        return new TrainingReport(
                bench.shape().name(),
                bench.precision().label(),
                bench.batch(),
                bench.sequence(),
                compute.workers().count(),
                compute.kernels().name(),
                compute.format().name(),
                compute.choice().reason(),
                speeds.tokensPerSecond(),
                speeds.median(),
                machine.work.total() * 1e-9,
                operations * 1e-9,
                machine.peak * 1e-9,
                operations / machine.peak,
                machine.resident,
                metrics.stream().map(StepMetrics::loss).toList());
    }
}
