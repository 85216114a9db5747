package io.graft.kit.problem;

import io.graft.contracts.ProblemDetail;
import io.graft.contracts.ProblemDetail.FieldError;
import java.time.Duration;
import java.util.List;

/// What a caller can expect to go wrong, thrown where the rule lives. [ProblemMappers] alone turns it into HTTP.
public abstract sealed class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String TYPE_BASE = "https://graft.io/problems/";

    private final int status;
    private final String code;
    private final String title;

    private Problem(int status, String code, String title, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /// Stable and documented, for programs: `not_found`.
    public String code() {
        return code;
    }

    public List<FieldError> errors() {
        return List.of();
    }

    public ProblemDetail detail() {
        return new ProblemDetail(TYPE_BASE + code, title, status, getMessage(), null, code, errors());
    }

    /// 400: not what the call's form asks for.
    public static final class Malformed extends Problem {
        private static final long serialVersionUID = 1L;

        private final transient List<FieldError> errors;

        public Malformed(String detail) {
            this(detail, List.of());
        }

        /// @param errors fields of the wrong kind, if that is known
        public Malformed(String detail, List<FieldError> errors) {
            super(400, "malformed", "Malformed request", detail);
            this.errors = List.copyOf(errors);
        }

        @Override
        public List<FieldError> errors() {
            return errors;
        }
    }

    /// 401: no key, or one that nobody gave out.
    public static final class Unauthenticated extends Problem {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(String detail) {
            super(401, "unauthenticated", "Not authenticated", detail);
        }
    }

    /// 403: a key without the role.
    public static final class Forbidden extends Problem {
        private static final long serialVersionUID = 1L;

        public Forbidden(String detail) {
            super(403, "forbidden", "Not allowed", detail);
        }
    }

    /// 404.
    public static final class NotFound extends Problem {
        private static final long serialVersionUID = 1L;

        /// @param kind `model`, `run`
        public NotFound(String kind, Object id) {
            super(404, "not_found", "Not found", "no " + kind + " " + id);
        }
    }

    /// 409: the thing is in a state that does not allow this.
    public static final class Conflict extends Problem {
        private static final long serialVersionUID = 1L;

        public Conflict(String code, String detail) {
            super(409, code, "Conflict", detail);
        }
    }

    /// 412: somebody changed it since the caller looked.
    public static final class Stale extends Problem {
        private static final long serialVersionUID = 1L;

        public Stale(String detail) {
            super(412, "stale", "Changed meanwhile", detail);
        }
    }

    /// 413: over a stated limit.
    public static final class TooLarge extends Problem {
        private static final long serialVersionUID = 1L;

        public TooLarge(String detail) {
            super(413, "too_large", "Too large", detail);
        }
    }

    /// 415: a format that the call does not read.
    public static final class Unsupported extends Problem {
        private static final long serialVersionUID = 1L;

        public Unsupported(String detail) {
            super(415, "unsupported_media_type", "Unsupported format", detail);
        }
    }

    /// 422: understood, but wrong; the fields say where.
    public static final class Invalid extends Problem {
        private static final long serialVersionUID = 1L;

        private final transient List<FieldError> errors;

        public Invalid(List<FieldError> errors) {
            super(422, "invalid", "Invalid values", sentence(errors));
            this.errors = List.copyOf(errors);
        }

        public static Invalid of(String field, String message) {
            return new Invalid(List.of(new FieldError(field, message)));
        }

        private static String sentence(List<FieldError> errors) {
            if (errors.isEmpty()) {
                return "a value is wrong";
            }
            String first = errors.getFirst().field() + " " + errors.getFirst().message();
            return errors.size() == 1 ? first : errors.size() + " values are wrong, the first: " + first;
        }

        @Override
        public List<FieldError> errors() {
            return errors;
        }
    }

    /// 429: over a rate or a queue's length; later is right.
    public static final class OverQuota extends Problem {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        public OverQuota(String detail, Duration retryAfter) {
            super(429, "over_quota", "Too many requests", detail);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// 503: something that this needs is not there now; later is right.
    public static final class Unavailable extends Problem {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        public Unavailable(String detail, Duration retryAfter) {
            super(503, "unavailable", "Not available now", detail);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// 507: no room on the disk; nothing was kept.
    public static final class NoSpace extends Problem {
        private static final long serialVersionUID = 1L;

        public NoSpace(String detail) {
            super(507, "no_space", "Disk full", detail);
        }
    }
}
