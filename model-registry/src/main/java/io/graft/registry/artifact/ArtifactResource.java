package io.graft.registry.artifact;

import io.graft.contracts.registry.RegistryApi.ArtifactView;
import io.graft.kit.problem.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.resteasy.reactive.PathPart;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// `/v1/registry/artifacts`: bytes in, a digest out, and the other way round.
@Path("/v1/registry/artifacts")
class ArtifactResource {

    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_MODIFIED = 304;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final FolderArtifacts artifacts;

    ArtifactResource(FolderArtifacts artifacts) {
        this.artifacts = artifacts;
    }

    /// @param contentDigest RFC 9530; checked when given, as is the query's `digest=sha256:…`
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Response upload(
            InputStream body,
            @RestHeader("Content-Digest") @Nullable String contentDigest,
            @RestQuery @Nullable String digest,
            @RestHeader(HttpHeaders.CONTENT_LENGTH) @Nullable Long length) {
        Upload upload = new Upload(
                Digest.promised(Optional.ofNullable(contentDigest), Optional.ofNullable(digest)),
                length == null ? OptionalLong.empty() : OptionalLong.of(length));
        StoredArtifact stored = artifacts.store(body, upload);
        return Response.created(URI.create("/v1/registry/artifacts/" + stored.digest()))
                .entity(new ArtifactView(stored.digest().toString(), stored.size()))
                .build();
    }

    @HEAD
    @Path("/{digest}")
    public Response head(String digest) {
        StoredArtifact artifact = find(digest);
        return described(Response.ok(), artifact)
                .header(HttpHeaders.CONTENT_LENGTH, artifact.size())
                .build();
    }

    @GET
    @Path("/{digest}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response download(
            String digest,
            @RestHeader("Range") @Nullable String range,
            @RestHeader("If-Range") @Nullable String ifRange,
            @RestHeader(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        StoredArtifact artifact = find(digest);
        if (matches(ifNoneMatch, tag(artifact))) {
            return described(Response.status(NOT_MODIFIED), artifact).build();
        }
        boolean rangeCounts = ifRange == null || ifRange.strip().equals(tag(artifact));
        return switch (ByteRange.parse(rangeCounts ? range : null, artifact.size())) {
            case ByteRange.Whole _ -> content(Response.ok(), artifact, 0, artifact.size());
            case ByteRange.Part part ->
                content(
                        Response.status(PARTIAL_CONTENT)
                                .header(
                                        "Content-Range",
                                        "bytes " + part.first() + "-" + part.last() + "/" + artifact.size()),
                        artifact,
                        part.first(),
                        part.length());
            case ByteRange.Unsatisfiable _ ->
                described(Response.status(RANGE_NOT_SATISFIABLE), artifact)
                        .header("Content-Range", "bytes */" + artifact.size())
                        .build();
        };
    }

    private StoredArtifact find(String text) {
        Digest digest = Digest.of("digest", text);
        return artifacts.find(digest).orElseThrow(() -> new Problem.NotFound("artifact", digest));
    }

    private static Response content(Response.ResponseBuilder answer, StoredArtifact artifact, long from, long length) {
        return described(answer, artifact)
                .type(MediaType.APPLICATION_OCTET_STREAM)
                .entity(new PathPart(artifact.path(), from, length))
                .build();
    }

    /// The bytes under a digest never change, so whoever has them need never ask again.
    private static Response.ResponseBuilder described(Response.ResponseBuilder answer, StoredArtifact artifact) {
        return answer.header(HttpHeaders.ETAG, tag(artifact))
                .header("Repr-Digest", artifact.digest().header())
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable");
    }

    private static String tag(StoredArtifact artifact) {
        return "\"" + artifact.digest() + "\"";
    }

    private static boolean matches(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && (ifNoneMatch.strip().equals("*")
                        || Arrays.stream(ifNoneMatch.split(","))
                                .map(String::strip)
                                .anyMatch(tag::equals));
    }
}
