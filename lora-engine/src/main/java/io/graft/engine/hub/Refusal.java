package io.graft.engine.hub;

import io.graft.engine.hub.HubException.Reason;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a refusal of the hub means and what its reader can do.
final class Refusal {

    /// `/owner/name/resolve/…` or `/api/models/owner/name/…`, also below a mirror's own path.
    private static final Pattern REPOSITORY =
            Pattern.compile("(?:/api/models)?/([^/]+/[^/]+)/(?:resolve|revision|tree)/");

    private Refusal() {}

    static HubException of(HubAnswer answer, boolean tokenSent) {
        URI uri = answer.uri();
        Reason reason = reason(answer, tokenSent);
        String said = answer.header("X-Error-Message")
                .map(text -> "; the hub says: " + text)
                .orElse("");
        // Without the query: storage hosts sign their addresses in it.
        String place = uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
        return new HubException(reason, place + ": " + advice(reason, answer, tokenSent) + said);
    }

    private static Reason reason(HubAnswer answer, boolean tokenSent) {
        return switch (answer.header("X-Error-Code").orElse("")) {
            case "GatedRepo" -> Reason.GATED;
            case "RevisionNotFound" -> Reason.REVISION_NOT_FOUND;
            case "EntryNotFound" -> Reason.FILE_NOT_FOUND;
            // The hub does not tell strangers which private repositories exist, and so answers 401.
            case "RepoNotFound" -> Reason.REPOSITORY_NOT_FOUND;
            default -> byStatus(answer, tokenSent);
        };
    }

    private static Reason byStatus(HubAnswer answer, boolean tokenSent) {
        return switch (answer.status()) {
            case 401 -> tokenSent ? Reason.TOKEN_REFUSED : Reason.TOKEN_MISSING;
            case 403 -> tokenSent ? Reason.GATED : Reason.TOKEN_MISSING;
            case 404 ->
                answer.uri().getPath().contains("/resolve/") ? Reason.FILE_NOT_FOUND : Reason.REPOSITORY_NOT_FOUND;
            default -> Reason.BAD_ANSWER;
        };
    }

    private static String advice(Reason reason, HubAnswer answer, boolean tokenSent) {
        return switch (reason) {
            case GATED ->
                "access to this repository must be granted (" + answer.status() + "): ask for it at "
                        + page(answer.uri()) + (tokenSent ? "" : " and set HF_TOKEN to a token of that account");
            case TOKEN_MISSING ->
                "the hub wants to know who asks (" + answer.status() + "): set HF_TOKEN to a token that may read it";
            case TOKEN_REFUSED ->
                "the hub does not take the token (" + answer.status()
                        + "): it may have run out or may not read this repository; check HF_TOKEN";
            case REPOSITORY_NOT_FOUND ->
                "there is no such model repository or revision (" + answer.status() + "), or it is private"
                        + (tokenSent ? " and HF_TOKEN may not read it" : ": then set HF_TOKEN");
            case REVISION_NOT_FOUND -> "the repository has no such branch, tag or commit (" + answer.status() + ")";
            case FILE_NOT_FOUND -> "the repository has no such file (" + answer.status() + ")";
            default -> "the server answered " + answer.status();
        };
    }

    private static String page(URI uri) {
        Matcher repository = REPOSITORY.matcher(uri.getPath());
        String path = repository.find() ? "/" + repository.group(1) : "";
        return uri.getScheme() + "://" + uri.getAuthority() + path;
    }
}
