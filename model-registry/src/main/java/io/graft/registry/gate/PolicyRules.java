package io.graft.registry.gate;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.contracts.registry.RegistryApi.GateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a policy may say, and what holds for a model that has none of its own.
final class PolicyRules {

    static final String AUTO = "auto";
    static final String MANUAL = "manual";

    /// No worse than the champion by more than noise, no worse than the base; a person approves, and what is approved
    /// is rolled out.
    static final GatePolicy DEFAULT = new GatePolicy(
            List.of(
                    new GateRule("no_regression", "acc,none", 0.02, Evidence.CHAMPION),
                    new GateRule("min_improvement", "acc,none", 0.0, Evidence.BASE)),
            MANUAL,
            AUTO,
            null,
            null);

    private static final Set<String> MODES = Set.of(AUTO, MANUAL);
    private static final int MOST_RULES = 100;

    private PolicyRules() {}

    /// The same with every absent field said.
    static GatePolicy complete(GatePolicy policy) {
        return new GatePolicy(
                List.copyOf(policy.rules()),
                policy.approval() == null ? MANUAL : policy.approval(),
                policy.deploy() == null ? AUTO : policy.deploy(),
                policy.strategy(),
                policy.rollout());
    }

    /// Every field at fault; empty for a policy that can be used.
    static List<FieldError> faults(GatePolicy policy) {
        List<FieldError> faults = new ArrayList<>();
        mode("approval", policy.approval(), faults);
        mode("deploy", policy.deploy(), faults);
        rules(policy.rules(), faults);
        if (policy.rollout() != null) {
            steps(policy.rollout().steps(), faults);
        }
        return faults;
    }

    private static void mode(String field, @Nullable String value, List<FieldError> faults) {
        if (value != null && !MODES.contains(value)) {
            faults.add(new FieldError(field, "must be auto or manual, is '" + value + "'"));
        }
    }

    private static void rules(@Nullable List<GateRule> rules, List<FieldError> faults) {
        if (rules == null) {
            faults.add(new FieldError("rules", "is missing; an empty list lets every version pass"));
            return;
        }
        if (rules.size() > MOST_RULES) {
            faults.add(new FieldError("rules", "must be at most " + MOST_RULES + ", are " + rules.size()));
        }
        for (int i = 0; i < rules.size(); i++) {
            rule("rules[" + i + "].", rules.get(i), faults);
        }
    }

    private static void rule(String at, @Nullable GateRule rule, List<FieldError> faults) {
        if (rule == null) {
            faults.add(new FieldError(at.substring(0, at.length() - 1), "must not be null"));
            return;
        }
        if (rule.metric() == null || rule.metric().isBlank()) {
            faults.add(new FieldError(at + "metric", "is missing; for instance acc,none"));
        }
        if (!Double.isFinite(rule.threshold())) {
            faults.add(new FieldError(at + "threshold", "must be a number, is " + rule.threshold()));
        }
        RuleKind.named(rule.kind())
                .ifPresentOrElse(
                        kind -> comparison(at, kind, rule, faults),
                        () -> faults.add(new FieldError(
                                at + "kind", "must be one of " + RuleKind.NAMES + ", is '" + rule.kind() + "'")));
    }

    private static void comparison(String at, RuleKind kind, GateRule rule, List<FieldError> faults) {
        if (kind == RuleKind.MIN_VALUE) {
            if (rule.against() != null) {
                faults.add(new FieldError(at + "against", "must be absent: min_value compares with no other version"));
            }
            return;
        }
        if (!Set.of(Evidence.CHAMPION, Evidence.BASE).contains(RuleKind.reference(rule))) {
            faults.add(new FieldError(at + "against", "must be champion or base, is '" + rule.against() + "'"));
        }
        if (rule.threshold() < 0) {
            faults.add(new FieldError(at + "threshold", "must be at least 0, is " + rule.threshold()));
        }
    }

    private static void steps(@Nullable List<Integer> steps, List<FieldError> faults) {
        if (steps == null) {
            return;
        }
        boolean rising = !steps.isEmpty() && steps.getFirst() > 0;
        for (int i = 1; i < steps.size(); i++) {
            rising &= steps.get(i - 1) < steps.get(i);
        }
        if (!rising || steps.getLast() != 100) {
            faults.add(new FieldError("rollout.steps", "must rise from at least 1 percent to 100, is " + steps));
        }
    }
}
