package io.graft.training.dataset;

import io.graft.contracts.Page;
import io.graft.contracts.training.TrainingApi.DatasetView;
import io.graft.contracts.training.TrainingApi.QualityReport;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import io.graft.training.TrainingConfig;
import io.graft.training.dataset.Datasets.Stored;
import io.graft.training.dataset.ImportForm.SentFile;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/// `/v1/training/datasets`.
@Path("/v1/training/datasets")
@Tag(name = "data sets")
class DatasetResource {

    private final Datasets datasets;
    private final long maxUpload;

    DatasetResource(Datasets datasets, TrainingConfig config) {
        this.datasets = datasets;
        this.maxUpload = config.maxUpload().asLongValue();
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary = "Import a data set version",
            description = "201 for new content, 200 where the same content is there already. Rows are JSON Lines or CSV"
                    + " with text and label, or prompt and completion; JSON Lines may also have messages.")
    public Response importDataset(
            @RestForm @Nullable String name,
            @RestForm("file") @Nullable FileUpload file,
            @RestForm("test_file") @Nullable FileUpload testFile,
            @RestForm @Nullable String format,
            @RestForm("test_split") @Nullable String testSplit,
            @RestForm("label_map") @Nullable String labelMap) {
        requireSize(file, testFile);
        ImportForm form = new ImportForm(name, sent(file), sent(testFile), format, testSplit, labelMap);
        Stored stored = datasets.importFrom(String.valueOf(name), form.checked());
        URI location = URI.create("/v1/training/datasets/" + stored.dataset().name() + "/versions/"
                + stored.dataset().version());
        return Response.status(stored.created() ? Response.Status.CREATED : Response.Status.OK)
                .location(location)
                .entity(stored.dataset())
                .build();
    }

    private void requireSize(@Nullable FileUpload... files) {
        long bytes = Stream.of(files)
                .filter(file -> file != null)
                .mapToLong(FileUpload::size)
                .sum();
        if (bytes > maxUpload) {
            throw new Problem.TooLarge("the files have " + bytes + " bytes, an import may have " + maxUpload
                    + " (graft.training.max-upload)");
        }
    }

    private static @Nullable SentFile sent(@Nullable FileUpload file) {
        return file == null ? null : new SentFile(file.fileName(), file.uploadedFile());
    }

    @GET
    @Operation(summary = "The newest version of every data set, by name")
    public Page<DatasetView> list(
            @QueryParam("page_size") @Nullable Integer pageSize, @QueryParam("page_token") @Nullable String pageToken) {
        return datasets.list(PageRequest.of(pageSize, pageToken));
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "The newest version of a data set")
    public DatasetView newest(@PathParam("name") String name) {
        return find(name, null);
    }

    @GET
    @Path("/{name}/quality")
    @Operation(summary = "What the import of the newest version found")
    public QualityReport newestQuality(@PathParam("name") String name) {
        return find(name, null).quality();
    }

    @GET
    @Path("/{name}/versions")
    @Operation(summary = "The versions of a data set, newest first")
    public Page<DatasetView> versions(
            @PathParam("name") String name,
            @QueryParam("page_size") @Nullable Integer pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        find(name, null);
        return datasets.versions(name, PageRequest.of(pageSize, pageToken));
    }

    @GET
    @Path("/{name}/versions/{version}")
    @Operation(summary = "One version of a data set")
    public DatasetView version(@PathParam("name") String name, @PathParam("version") String version) {
        return find(name, version);
    }

    @GET
    @Path("/{name}/versions/{version}/quality")
    @Operation(summary = "What the import of a version found")
    public QualityReport quality(@PathParam("name") String name, @PathParam("version") String version) {
        return find(name, version).quality();
    }

    private DatasetView find(String name, @Nullable String version) {
        String asked = version == null ? name : name + "@" + version;
        return datasets.find(name, version).orElseThrow(() -> new Problem.NotFound("data set", asked));
    }
}
