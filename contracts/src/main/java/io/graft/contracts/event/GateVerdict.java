package io.graft.contracts.event;

import java.util.List;

/// What a model's gates said of a version, rule by rule.
///
/// @param reason one sentence: the first rule that refused, or what held
public record GateVerdict(boolean passed, String reason, List<RuleVerdict> rules) {

    public GateVerdict {
        rules = List.copyOf(rules);
    }

    /// @param rule the rule in words: `acc,none at most 0.02 below champion`
    public record RuleVerdict(String rule, boolean passed, String reason) {}
}
