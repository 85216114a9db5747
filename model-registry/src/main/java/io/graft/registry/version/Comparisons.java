package io.graft.registry.version;

import io.graft.contracts.registry.RegistryApi.CompareRequest;
import io.graft.contracts.registry.RegistryApi.CompareResponse;
import io.graft.contracts.registry.RegistryApi.VersionRef;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.kit.problem.Problem;
import io.graft.registry.model.ModelName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Sets versions side by side.
@ApplicationScoped
class Comparisons {

    private static final int MOST = 50;

    private final Versions versions;

    Comparisons(Versions versions) {
        this.versions = versions;
    }

    @Transactional
    CompareResponse compare(CompareRequest request) {
        List<VersionRef> models = request.models();
        int count = models == null ? 0 : models.size();
        if (models == null || count < 2 || count > MOST) {
            throw Problem.Invalid.of("models", "must be 2 to " + MOST + " versions, are " + count);
        }
        return Comparison.of(IntStream.range(0, count)
                .mapToObj(i -> view("models[" + i + "]", models.get(i)))
                .toList());
    }

    private VersionView view(String at, @Nullable VersionRef ref) {
        if (ref == null || ref.version() == null) {
            throw Problem.Invalid.of(at + ".version", "is missing: a version, an alias or latest");
        }
        ModelName name = ModelName.of(at + ".name", ref.name());
        return versions.view(versions.resolve(name, ref.version()));
    }
}
