package io.graft.registry.version;

import io.graft.contracts.registry.RegistryApi.Stage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which stage may follow which. What the deployer did is a fact, not a wish: production may follow any stage.
final class StageRules {

    private static final Map<Stage, Set<Stage>> NEXT =
            Arrays.stream(Stage.values()).collect(Collectors.toUnmodifiableMap(Function.identity(), StageRules::after));

    private StageRules() {}

    static Set<Stage> next(Stage from) {
        return NEXT.getOrDefault(from, Set.of());
    }

    static boolean allows(Stage from, Stage to) {
        return next(from).contains(to);
    }

    private static Set<Stage> after(Stage stage) {
        return switch (stage) {
            case candidate -> EnumSet.of(Stage.validated, Stage.rejected, Stage.approved, Stage.production);
            case validated -> EnumSet.of(Stage.approved, Stage.rejected, Stage.production);
            case approved -> EnumSet.of(Stage.production, Stage.rejected, Stage.archived);
            case production -> EnumSet.of(Stage.archived, Stage.rejected);
            case archived -> EnumSet.of(Stage.production, Stage.rejected);
            case rejected -> EnumSet.of(Stage.approved, Stage.production);
        };
    }
}
