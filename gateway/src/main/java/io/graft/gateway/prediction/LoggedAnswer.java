package io.graft.gateway.prediction;

import java.util.Optional;

/// What the log knows of a request.
///
/// @param completion empty where the request was not answered, or not in text
public record LoggedAnswer(String model, String version, Optional<String> completion) {}
