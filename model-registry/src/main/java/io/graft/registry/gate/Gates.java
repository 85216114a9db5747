package io.graft.registry.gate;

import io.graft.contracts.event.GateVerdict;
import io.graft.contracts.event.GateVerdict.RuleVerdict;
import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.contracts.registry.RegistryApi.GateRule;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;

/// Judges evidence by a policy: a pure function. Values are compared as the decimals they are written as, so that
/// 0.835 is exactly 0.02 below 0.855.
public final class Gates {

    private Gates() {}

    /// The verdict rule by rule, each with its reason in plain words.
    public static GateVerdict judge(GatePolicy policy, Evidence evidence) {
        List<RuleVerdict> rules =
                policy.rules().stream().map(rule -> judge(rule, evidence)).toList();
        boolean passed = rules.stream().allMatch(RuleVerdict::passed);
        return new GateVerdict(passed, summary(rules), rules);
    }

    private static String summary(List<RuleVerdict> rules) {
        if (rules.isEmpty()) {
            return "the policy has no rules";
        }
        return rules.stream()
                .filter(rule -> !rule.passed())
                .findFirst()
                .map(RuleVerdict::reason)
                .orElseGet(() -> rules.size() == 1
                        ? rules.getFirst().reason()
                        : "all " + rules.size() + " rules hold: "
                                + rules.getFirst().reason());
    }

    private static RuleVerdict judge(GateRule rule, Evidence evidence) {
        RuleKind kind = RuleKind.of(rule);
        String words = kind.words(rule);
        OptionalDouble candidate = evidence.value(Evidence.CANDIDATE, rule.metric());
        if (candidate.isEmpty()) {
            return refused(words, rule.metric() + " of the candidate was not measured");
        }
        if (kind == RuleKind.MIN_VALUE) {
            return atLeast(words, rule, candidate.getAsDouble());
        }
        return against(words, rule, candidate.getAsDouble(), evidence);
    }

    private static RuleVerdict atLeast(String words, GateRule rule, double candidate) {
        BigDecimal difference = BigDecimal.valueOf(candidate).subtract(BigDecimal.valueOf(rule.threshold()));
        return new RuleVerdict(
                words,
                difference.signum() >= 0,
                Words.value(rule.metric(), candidate) + " is " + Words.distance(difference, "the required ")
                        + Words.number(BigDecimal.valueOf(rule.threshold())));
    }

    private static RuleVerdict against(String words, GateRule rule, double candidate, Evidence evidence) {
        String subject = RuleKind.reference(rule);
        if (subject.equals(Evidence.CHAMPION) && !evidence.has(subject)) {
            return new RuleVerdict(
                    words, true, Words.value(rule.metric(), candidate) + "; there is no champion to compare with yet");
        }
        OptionalDouble reference = evidence.value(subject, rule.metric());
        if (reference.isEmpty()) {
            return refused(words, rule.metric() + " of the " + subject + " was not measured");
        }
        BigDecimal difference = BigDecimal.valueOf(candidate).subtract(BigDecimal.valueOf(reference.getAsDouble()));
        BigDecimal threshold = BigDecimal.valueOf(rule.threshold());
        RuleKind kind = RuleKind.of(rule);
        return new RuleVerdict(
                words,
                kind.holds(difference, threshold),
                Words.value(rule.metric(), candidate) + " is " + Words.distance(difference, subject + "'s ")
                        + Words.number(BigDecimal.valueOf(reference.getAsDouble())) + "; "
                        + kind.demand(difference, threshold));
    }

    private static RuleVerdict refused(String words, String reason) {
        return new RuleVerdict(words, false, reason);
    }
}
