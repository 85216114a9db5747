package io.graft.deployer.rollout;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.deployment.DeploymentApi.DeployRequest;
import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import io.graft.deployer.target.Environments;
import io.graft.kit.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A rollout as asked for, checked, with defaults filled in.
record Order(String model, String version, String environment, Strategy strategy, RolloutConfig config) {

    private static final Pattern MODEL_PATH = Pattern.compile("([^/@\\s]+)[/@]([^/@\\s]+)");

    /// Throws a problem that lists every wrong field.
    static Order of(DeployRequest request, List<String> environments) {
        List<FieldError> errors = new ArrayList<>();
        String[] subject = subject(request, errors);
        String environment = request.environment() == null ? Environments.LOCAL : request.environment();
        if (!environments.contains(environment)) {
            errors.add(new FieldError("environment", "must be one of " + environments + ", is " + environment));
        }
        Strategy strategy = request.strategy() == null ? Strategy.canary : request.strategy();
        RolloutConfig config = request.config() == null ? RolloutConfig.empty() : request.config();
        errors.addAll(ConfigCheck.check(strategy, config));
        if (!errors.isEmpty()) {
            throw new Problem.Invalid(errors);
        }
        return new Order(subject[0], subject[1], environment, strategy, config.withDefaults());
    }

    /// Model and version, from either form; both empty where an error was found.
    private static String[] subject(DeployRequest request, List<FieldError> errors) {
        String[] none = {"", ""};
        if (request.modelPath() == null) {
            require("model", request.model(), errors);
            require("version", request.version(), errors);
            return request.model() == null || request.version() == null
                    ? none
                    : new String[] {request.model(), request.version()};
        }
        Matcher path = MODEL_PATH.matcher(request.modelPath());
        if (!path.matches()) {
            errors.add(new FieldError(
                    "model_path", "must be NAME/VERSION or NAME@VERSION, is '" + request.modelPath() + "'"));
            return none;
        }
        String[] subject = {path.group(1), path.group(2)};
        same("model", request.model(), subject[0], errors);
        same("version", request.version(), subject[1], errors);
        return subject;
    }

    private static void require(String field, @Nullable String value, List<FieldError> errors) {
        if (value == null || value.isBlank()) {
            errors.add(new FieldError(field, "is missing: give model and version, or model_path as NAME/VERSION"));
        }
    }

    private static void same(String field, @Nullable String value, String inPath, List<FieldError> errors) {
        if (value != null && !value.equals(inPath)) {
            errors.add(new FieldError(field, "is " + value + ", but model_path says " + inPath));
        }
    }
}
