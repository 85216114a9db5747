package io.graft.training.dataset;

import io.graft.contracts.ProblemDetail.FieldError;
import java.util.List;

/// An import that cannot be accepted as a whole, with the fields or lines at fault.
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    Refused(List<FieldError> errors) {
        super(errors.toString());
        this.errors = List.copyOf(errors);
    }

    Refused(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }

    List<FieldError> errors() {
        return errors;
    }
}
