package io.graft.registry.version;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.event.RegistryEvent.VersionRegistered;
import io.graft.contracts.registry.RegistryApi.Lineage;
import io.graft.contracts.registry.RegistryApi.RegisterRequest;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.kit.event.Outbox;
import io.graft.kit.problem.Problem;
import io.graft.registry.artifact.Digest;
import io.graft.registry.artifact.FolderArtifacts;
import io.graft.registry.model.AliasName;
import io.graft.registry.model.Aliases;
import io.graft.registry.model.Change;
import io.graft.registry.model.Model;
import io.graft.registry.model.ModelName;
import io.graft.registry.model.Models;
import io.graft.registry.model.VersionNumber;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Registers versions, each in one transaction: a version is there with all that belongs to it or not at all.
@ApplicationScoped
public class Registrations {

    private final Models models;
    private final Aliases aliases;
    private final VersionStore versions;
    private final Stages stages;
    private final FolderArtifacts artifacts;
    private final Outbox outbox;
    private final Clock clock;

    Registrations(
            Models models,
            Aliases aliases,
            VersionStore versions,
            Stages stages,
            FolderArtifacts artifacts,
            Outbox outbox,
            Clock clock) {
        this.models = models;
        this.aliases = aliases;
        this.versions = versions;
        this.stages = stages;
        this.artifacts = artifacts;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// @throws Problem.Conflict where the training run has made a version already
    @Transactional
    public Version register(RegisterRequest request, Change change) {
        ModelName name = ModelName.of("name", request.name());
        List<FieldError> faults = RegistrationRules.faults(request, this::storedSize);
        if (!faults.isEmpty()) {
            throw new Problem.Invalid(faults);
        }
        Model model = models.lockOrCreate(name, request.baseModel());
        trainingRun(request).flatMap(versions::findByRun).ifPresent(made -> {
            throw new Problem.Conflict(
                    "run_registered", "training run " + trainingRun(request).orElseThrow() + " made " + made.title());
        });
        VersionNumber number = number(request.version(), model);
        Version version = versions.insert(version(request, name, number));
        models.latest(name, number, request.baseModel());
        stages.enter(version, change);
        outbox.publish(registered(version));
        return version;
    }

    /// As [#register], but a run that made a version already makes no other: that one is the answer.
    @Transactional
    public Version registerOnce(RegisterRequest request, Change change) {
        return trainingRun(request).flatMap(versions::findByRun).orElseGet(() -> register(request, change));
    }

    private static VersionNumber number(@Nullable String asked, Model model) {
        if (asked == null) {
            return model.latest().map(VersionNumber::nextMinor).orElse(VersionNumber.FIRST);
        }
        VersionNumber number = VersionNumber.parse(asked);
        model.latest().filter(latest -> !number.isHigherThan(latest)).ifPresent(latest -> {
            throw Problem.Invalid.of("version", "must be higher than " + latest + ", is " + number);
        });
        return number;
    }

    private Version version(RegisterRequest request, ModelName name, VersionNumber number) {
        return new Version(
                0,
                name,
                number,
                Stage.candidate,
                request.baseModel(),
                request.description(),
                WordRules.merge(Map.of(), request.tags()),
                WordRules.merge(Map.of(), request.metadata()),
                request.hyperparameters() == null ? JsonNodeFactory.instance.objectNode() : request.hyperparameters(),
                request.metrics() == null ? Map.of() : request.metrics(),
                request.files(),
                VersionDigest.of(request.files()),
                request.lineage(),
                null,
                1,
                clock.instant());
    }

    private VersionRegistered registered(Version version) {
        Optional<Version> champion = aliases.version(version.model(), AliasName.CHAMPION)
                .flatMap(number -> versions.find(version.model(), number));
        Lineage lineage = version.lineage();
        return new VersionRegistered(
                version.model().value(),
                version.number().toString(),
                version.baseModel(),
                version.files(),
                lineage == null ? null : lineage.trainingRun(),
                champion.map(known -> known.number().toString()).orElse(null),
                champion.map(Version::files).orElse(null),
                lineage == null ? null : lineage.datasetName(),
                lineage == null ? null : lineage.datasetVersion(),
                lineage == null ? null : lineage.datasetKind(),
                test(lineage));
    }

    /// The held-out rows, for those who know how to read them.
    private @Nullable ArtifactFile test(@Nullable Lineage lineage) {
        if (lineage == null || lineage.testDigest() == null || lineage.datasetKind() == null) {
            return null;
        }
        String digest = lineage.testDigest();
        return new ArtifactFile("test.jsonl", digest, storedSize(digest).orElseThrow());
    }

    private OptionalLong storedSize(String digest) {
        return artifacts.find(Digest.of("digest", digest)).stream()
                .mapToLong(stored -> stored.size())
                .findFirst();
    }

    private static Optional<UUID> trainingRun(RegisterRequest request) {
        return Optional.ofNullable(request.lineage()).map(Lineage::trainingRun);
    }
}
