package io.graft.registry.evaluation;

import io.graft.contracts.benchmark.BenchmarkApi.Result;
import io.graft.contracts.event.BenchmarkEvent;
import io.graft.contracts.event.GateVerdict;
import io.graft.contracts.event.RegistryEvent.ApprovalRequested;
import io.graft.contracts.event.RegistryEvent.VersionEvaluated;
import io.graft.contracts.registry.RegistryApi;
import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.kit.event.Outbox;
import io.graft.registry.gate.Evidence;
import io.graft.registry.gate.GatePolicies;
import io.graft.registry.gate.Gates;
import io.graft.registry.model.Change;
import io.graft.registry.model.ModelName;
import io.graft.registry.version.Stages;
import io.graft.registry.version.Version;
import io.graft.registry.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/// Keeps what benchmarks measured of a version, and lets the gates decide about a candidate.
@ApplicationScoped
public class Evaluations {

    private static final Logger LOG = Logger.getLogger(Evaluations.class);

    private final Versions versions;
    private final Stages stages;
    private final EvidenceStore evidence;
    private final GatePolicies policies;
    private final Decisions decisions;
    private final Outbox outbox;
    private final Clock clock;

    Evaluations(
            Versions versions,
            Stages stages,
            EvidenceStore evidence,
            GatePolicies policies,
            Decisions decisions,
            Outbox outbox,
            Clock clock) {
        this.versions = versions;
        this.stages = stages;
        this.evidence = evidence;
        this.policies = policies;
        this.decisions = decisions;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// A run that was taken in before changes nothing; one for a version that is no candidate any more only adds
    /// evidence.
    @Transactional
    public void completed(BenchmarkEvent.RunCompleted run) {
        if (run.version() == null) {
            return;
        }
        Version version = versions.lock(ModelName.of("model", run.model()), run.version());
        if (evidence.has(version.id(), run.runId())) {
            return;
        }
        for (Result result : run.results()) {
            evidence.add(version.id(), run.runId(), result, clock.instant());
        }
        if (version.stage() == Stage.candidate) {
            judge(version, run);
        } else {
            LOG.infof("evidence kept, stage unchanged version=%s stage=%s", version.title(), version.stage());
        }
    }

    @Transactional
    public void failed(BenchmarkEvent.RunFailed run) {
        if (run.version() == null) {
            return;
        }
        Version version = versions.lock(ModelName.of("model", run.model()), run.version());
        if (version.stage() != Stage.candidate) {
            LOG.infof("failed benchmark ignored version=%s stage=%s", version.title(), version.stage());
            return;
        }
        String why =
                run.error().detail() == null ? run.error().title() : run.error().detail();
        decisions.reject(version, new Change(Change.POLICY, "benchmark run " + run.runId() + " failed: " + why));
    }

    /// The evidence of a version, oldest first.
    @Transactional
    List<RegistryApi.Evidence> of(ModelName model, String selector) {
        long id = versions.resolve(model, selector).id();
        return of(List.of(id)).getOrDefault(id, List.of());
    }

    /// The evidence of each version.
    public Map<Long, List<RegistryApi.Evidence>> of(Collection<Long> versionIds) {
        return versionIds.isEmpty() ? Map.of() : evidence.of(versionIds);
    }

    private void judge(Version version, BenchmarkEvent.RunCompleted run) {
        GatePolicy policy = policies.of(version.model());
        Evidence measured = Evidence.of(run.results());
        GateVerdict verdict = Gates.judge(policy, measured);
        Version judged = versions.judged(version.judged(measured.of(Evidence.CANDIDATE), verdict));
        outbox.publish(new VersionEvaluated(run.model(), version.number().toString(), run.runId(), verdict));
        Change change = new Change(Change.POLICY, verdict.reason());
        if (!verdict.passed()) {
            decisions.reject(judged, change);
            return;
        }
        Version validated = stages.move(judged, Stage.validated, change);
        if (GatePolicies.approvesByItself(policy)) {
            decisions.approve(validated, change, false);
        } else {
            outbox.publish(new ApprovalRequested(run.model(), version.number().toString(), verdict.reason()));
        }
    }
}
