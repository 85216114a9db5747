package io.graft.engine.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.engine.hub.HubConnection.Method;
import io.graft.engine.hub.HubException.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the hub knows of a model: the commit of a revision, its files, their sizes and checksums.
final class HubApi {

    private static final int MAX_ANSWER = 32 << 20;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(HubApi.class);

    private final HubConnection connection;
    private final Retries.Rules rules;

    HubApi(HubConnection connection, Retries.Rules rules) {
        this.connection = connection;
        this.rules = rules;
    }

    /// A revision as the hub sees it now.
    ///
    /// @param names all files of the repository
    /// @param known those whose size and checksum came along
    record Listing(String commit, Collection<String> names, Map<String, RemoteFile> known) {}

    /// Asks for the commit and the files of a revision.
    Listing listing(ModelSource.Hub model) throws IOException {
        URI uri = connection.uri("/api/models/" + model.repository() + "/revision/"
                + model.revision().segment() + "?blobs=true");
        JsonNode root = new Retries(rules, model.toString()).run(() -> json(uri));
        String commit = root.path("sha").asText();
        if (!Revision.isCommit(commit)) {
            throw new HubException(
                    Reason.BAD_ANSWER, uri + ": sha must be a commit of 40 hexadecimal digits, is \"" + commit + "\"");
        }
        List<String> names = new ArrayList<>();
        root.path("siblings").forEach(file -> names.add(file.path("rfilename").asText()));
        Map<String, RemoteFile> known = known(root.path("siblings"), "rfilename", "blobId");
        return new Listing(commit, names, known.isEmpty() ? tree(model, commit) : known);
    }

    /// The files of a commit by the call that knows checksums for certain; empty where a mirror does not have it.
    private Map<String, RemoteFile> tree(ModelSource.Hub model, String commit) throws IOException {
        URI uri = connection.uri("/api/models/" + model.repository() + "/tree/" + commit + "?recursive=false");
        try {
            return known(new Retries(rules, model.toString()).run(() -> json(uri)), "path", "oid");
        } catch (HubException e) {
            if (e.reason() != Reason.REPOSITORY_NOT_FOUND) {
                throw e;
            }
            LOG.atDebug()
                    .addKeyValue("uri", uri)
                    .log("the server lists no tree, so each file is asked for its checksum");
            return Map.of();
        }
    }

    private JsonNode json(URI uri) throws IOException {
        try (HubAnswer answer = connection.send(Method.GET, uri, Map.of())) {
            return JSON.readTree(answer.body().text(MAX_ANSWER));
        } catch (JsonProcessingException e) {
            throw new HubException(Reason.BAD_ANSWER, uri + ": the answer is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// The files of a list whose size and checksum it tells.
    private static Map<String, RemoteFile> known(JsonNode files, String nameField, String blobField) {
        Map<String, RemoteFile> known = new HashMap<>();
        for (JsonNode file : files) {
            String name = file.path(nameField).asText();
            described(file, name, file.path(blobField).asText()).ifPresent(remote -> known.put(name, remote));
        }
        return known;
    }

    /// Large files have a checksum of their own below `lfs`; the blob is then that of a pointer to them.
    private static Optional<RemoteFile> described(JsonNode file, String name, String blob) {
        JsonNode lfs = file.path("lfs");
        JsonNode size = lfs.isObject() ? lfs.path("size") : file.path("size");
        String checksum =
                lfs.isObject() ? lfs.path("sha256").asText(lfs.path("oid").asText()) : blob;
        if (!size.canConvertToLong() || !size.isIntegralNumber() || size.asLong() < 0) {
            return Optional.empty();
        }
        return Checksum.of(checksum).map(sum -> new RemoteFile(name, size.asLong(), sum));
    }

    /// Size and checksum of a file: from the listing, or, where a mirror leaves them out, from the file's headers.
    RemoteFile file(ModelSource.Hub model, Listing listing, String name) throws IOException {
        RemoteFile known = listing.known().get(name);
        return known != null ? known : byHeaders(model, listing.commit(), name);
    }

    private RemoteFile byHeaders(ModelSource.Hub model, String commit, String name) throws IOException {
        URI uri = content(model, commit, name);
        return new Retries(rules, model + "/" + name).run(() -> {
            try (HubAnswer answer = connection.send(Method.HEAD, uri, Map.of())) {
                return new RemoteFile(name, size(answer), checksum(answer));
            }
        });
    }

    private static Checksum checksum(HubAnswer answer) throws HubException {
        String tag =
                answer.header("X-Linked-ETag").or(() -> answer.header("ETag")).orElse("");
        String bare = tag.replaceFirst("^W/", "").replace("\"", "");
        return Checksum.of(bare)
                .orElseThrow(() -> new HubException(
                        Reason.BAD_ANSWER,
                        answer.uri()
                                + ": sends no checksum: X-Linked-ETag or ETag must be a SHA-256 or a git blob id, is "
                                + (tag.isEmpty() ? "missing" : tag)));
    }

    private static long size(HubAnswer answer) throws HubException {
        OptionalLong linked = answer.headers().firstValueAsLong("X-Linked-Size");
        OptionalLong size = linked.isPresent() ? linked : answer.headers().firstValueAsLong("Content-Length");
        if (size.isEmpty() || size.getAsLong() < 0) {
            throw new HubException(
                    Reason.BAD_ANSWER, answer.uri() + ": sends no size: X-Linked-Size or Content-Length is missing");
        }
        return size.getAsLong();
    }

    /// Where the bytes of a file are.
    URI content(ModelSource.Hub model, String commit, String name) {
        return connection.uri("/" + model.repository() + "/resolve/" + commit + "/" + name);
    }
}
