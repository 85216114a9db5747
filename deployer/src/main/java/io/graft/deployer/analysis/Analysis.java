package io.graft.deployer.analysis;

import io.graft.contracts.deployment.DeploymentApi.Measurement;
import io.graft.contracts.deployment.DeploymentApi.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/// One look: a measurement for each metric that is judged.
public record Analysis(List<Measurement> measurements) {

    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.Failed, Verdict.Error, Verdict.Inconclusive, Verdict.Successful);

    public Analysis {
        measurements = List.copyOf(measurements);
    }

    /// The worst verdict of all; one failed metric fails the look.
    public Verdict verdict() {
        return WORST_FIRST.stream()
                .filter(verdict -> measurements.stream().anyMatch(one -> one.verdict() == verdict))
                .findFirst()
                .orElse(Verdict.Successful);
    }

    /// The reasons of the measurements that made the verdict.
    public String reason() {
        Verdict verdict = verdict();
        return measurements.stream()
                .filter(one -> one.verdict() == verdict)
                .map(Measurement::reason)
                .collect(Collectors.joining("; "));
    }
}
