package io.graft.registry.evaluation;

import io.graft.contracts.Page;
import io.graft.contracts.registry.RegistryApi.DecisionRequest;
import io.graft.contracts.registry.RegistryApi.PendingApproval;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.StageChange;
import io.graft.kit.page.PageRequest;
import io.graft.registry.model.AliasName;
import io.graft.registry.model.Aliases;
import io.graft.registry.model.Change;
import io.graft.registry.model.IfMatch;
import io.graft.registry.model.ModelName;
import io.graft.registry.model.VersionNumber;
import io.graft.registry.version.Version;
import io.graft.registry.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/// What people decide about versions.
@ApplicationScoped
class Approvals {

    private final Versions versions;
    private final Aliases aliases;
    private final Decisions decisions;

    Approvals(Versions versions, Aliases aliases, Decisions decisions) {
        this.versions = versions;
        this.aliases = aliases;
        this.decisions = decisions;
    }

    /// Versions that passed their gates and wait for a person, oldest first.
    @Transactional
    Page<PendingApproval> pending(PageRequest page) {
        return page.page(versions.inStage(Stage.validated, page), this::pending);
    }

    @Transactional
    Versions.Found approve(ModelName model, String selector, DecisionRequest request, Decider decider) {
        Version version = lock(model, selector, decider);
        boolean forced = ApprovalRules.checkApproval(version, request);
        decisions.approve(version, change(request, decider, "approved by hand"), forced);
        return versions.find(model, version.number().toString());
    }

    @Transactional
    Versions.Found reject(ModelName model, String selector, DecisionRequest request, Decider decider) {
        Version version = lock(model, selector, decider);
        ApprovalRules.checkRejection(version);
        decisions.reject(version, change(request, decider, "rejected by hand"));
        return versions.find(model, version.number().toString());
    }

    private Version lock(ModelName model, String selector, Decider decider) {
        Version version = versions.lock(model, selector);
        decider.ifMatch().check(version.title(), Optional.of(version.tag()));
        return version;
    }

    private static Change change(DecisionRequest request, Decider decider, String otherwise) {
        String comment = request.comment();
        return new Change(decider.name(), comment == null || comment.isBlank() ? otherwise : comment.strip());
    }

    private PendingApproval pending(Version version) {
        StageChange validated = versions.history(version).getLast();
        return new PendingApproval(
                version.model().value(),
                version.number().toString(),
                validated.reason(),
                version.verdict(),
                aliases.version(version.model(), AliasName.CHAMPION)
                        .map(VersionNumber::toString)
                        .orElse(null),
                validated.at());
    }

    /// Who decides, and what they believe to decide about.
    record Decider(String name, IfMatch ifMatch) {}
}
