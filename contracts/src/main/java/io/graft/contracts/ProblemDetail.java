package io.graft.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An error as it crosses the wire: RFC 9457 `application/problem+json` with two extensions.
///
/// @param type     a URI for the kind of problem, `https://graft.io/problems/<code>`
/// @param code     stable, documented, for programs
/// @param errors   the fields at fault, empty where no single field is
public record ProblemDetail(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        String code,
        List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public ProblemDetail {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    /// One field at fault: its path as the caller wrote it (`config.lora.r`) and what would be right.
    public record FieldError(String field, String message) {}
}
