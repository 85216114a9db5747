package io.graft.registry.gate;

import io.graft.contracts.registry.RegistryApi.GateRule;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The kinds of rules, by their name in a policy.
enum RuleKind {
    MIN_VALUE("min_value"),
    NO_REGRESSION("no_regression"),
    MIN_IMPROVEMENT("min_improvement");

    static final List<String> NAMES =
            Arrays.stream(values()).map(kind -> kind.wireName).toList();

    private final String wireName;

    RuleKind(String wireName) {
        this.wireName = wireName;
    }

    static Optional<RuleKind> named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(name))
                .findFirst();
    }

    /// The kind of a rule that was validated.
    static RuleKind of(GateRule rule) {
        return named(rule.kind()).orElseThrow(() -> new IllegalStateException("unknown rule kind in " + rule));
    }

    /// What a rule compares with: the champion unless it says otherwise.
    static String reference(GateRule rule) {
        return rule.against() == null ? Evidence.CHAMPION : rule.against();
    }

    /// @param difference the candidate's value less the reference's
    boolean holds(BigDecimal difference, BigDecimal threshold) {
        return switch (this) {
            case NO_REGRESSION -> difference.compareTo(threshold.negate()) >= 0;
            case MIN_VALUE, MIN_IMPROVEMENT -> difference.compareTo(threshold) >= 0;
        };
    }

    String words(GateRule rule) {
        String threshold = Words.number(BigDecimal.valueOf(rule.threshold()));
        return rule.metric()
                + switch (this) {
                    case MIN_VALUE -> " at least " + threshold;
                    case NO_REGRESSION -> " at most " + threshold + " below " + reference(rule);
                    case MIN_IMPROVEMENT -> " at least " + threshold + " above " + reference(rule);
                };
    }

    /// @param difference the candidate's value less the reference's
    String demand(BigDecimal difference, BigDecimal threshold) {
        String number = Words.number(threshold);
        return switch (this) {
            case NO_REGRESSION ->
                difference.signum() < 0 ? "at most " + number + " allowed" : "at most " + number + " below allowed";
            case MIN_VALUE, MIN_IMPROVEMENT -> "at least " + number + " above needed";
        };
    }
}
