package io.graft.engine.hub;

import static io.graft.engine.hub.HubServer.COMMIT;
import static io.graft.engine.hub.HubServer.cutAfter;
import static io.graft.engine.hub.HubServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.engine.hub.HubException.Reason;
import io.graft.engine.hub.HubServer.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHubTest {

    private static final ModelSource.Hub MODEL = (ModelSource.Hub) ModelSource.parse("hf://owner/tiny");
    private static final String WEIGHTS = "data/model.safetensors";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path cache;

    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final byte[] weights = new byte[300_000];
    private HubServer server;

    ModelHubTest() throws IOException {
        new Random(1).nextBytes(weights);
        server = new HubServer();
    }

    @BeforeEach
    void fill() {
        server.with("config.json", "{}")
                .with("tokenizer.json", "{\"a\":1}")
                .with("README.md", "not needed")
                .with("pytorch_model.bin", "a pickle")
                .with("model.safetensors", weights);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ModelHub hub() {
        return hub(Optional.empty(), HubSettings.Mode.ONLINE, 1_000_000);
    }

    private ModelHub hub(Optional<HubToken> token, HubSettings.Mode mode, long maxBytes) {
        RetryPolicy policy = new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(60));
        return new ModelHub(
                new HubSettings(server.endpoint(), token, cache, mode, maxBytes),
                new ModelHub.Environment(
                        new Retries.Rules(policy, pauses::add, new Random(1)),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        Duration.ofSeconds(5)));
    }

    private Path fetch() throws IOException {
        return hub().fetch(MODEL, DownloadListener.SILENT);
    }

    private Path root() {
        return cache.resolve("models--owner--tiny");
    }

    private List<Asked> askedFor(String end) {
        return server.asked.stream().filter(a -> a.path().endsWith(end)).toList();
    }

    private static void refuses(Reason reason, String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(HubException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e).hasMessageContaining(message);
        });
    }

    @Test
    void a_model_is_downloaded_into_the_layout_that_python_uses() throws IOException {
        Path folder = fetch();
        assertThat(folder).isEqualTo(root().resolve("snapshots").resolve(COMMIT));
        assertThat(root().resolve("refs/main")).hasContent(COMMIT);
        assertThat(Files.readSymbolicLink(folder.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs/" + HubServer.sha256(weights)));
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(folder.resolve("config.json").toRealPath().getFileName())
                .hasToString("9e26dfeeb6e641a33dae4961196235bdb965b21b");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("config.json", "tokenizer.json", "model.safetensors");
        }
        assertThat(ModelSource.nameOf(folder)).isEqualTo("owner/tiny");
    }

    @Test
    void what_the_cache_holds_is_not_downloaded_again() throws IOException {
        fetch();
        server.asked.clear();
        fetch();
        assertThat(server.asked).extracting(Asked::path).containsExactly("hub/api/models/owner/tiny/revision/main");
    }

    @Test
    void a_new_commit_shares_what_has_not_changed() throws IOException {
        fetch();
        server.commit = "f".repeat(40);
        server.asked.clear();
        Path folder = fetch();
        assertThat(folder.getFileName()).hasToString("f".repeat(40));
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(askedFor("model.safetensors")).isEmpty();
        assertThat(root().resolve("refs/main")).hasContent("f".repeat(40));
    }

    @Test
    void progress_ends_with_all_bytes_of_the_model() throws IOException {
        List<DownloadProgress> heard = new ArrayList<>();
        hub().fetch(MODEL, heard::add);
        long total = 9L + weights.length;
        assertThat(heard.getFirst()).isEqualTo(new DownloadProgress("config.json", 0, 2, 0, total));
        assertThat(heard.getLast())
                .isEqualTo(new DownloadProgress("model.safetensors", weights.length, weights.length, total, total));
    }

    @Test
    void a_download_that_is_cut_goes_on_where_it_stopped_as_often_as_bytes_arrive() throws IOException {
        server.fail("storage/" + WEIGHTS, (exchange, content) -> {
            exchange.getResponseHeaders().add("ETag", "\"storage-1\"");
            cutAfter(100_000).answer(exchange, content);
        });
        for (int i = 1; i <= 4; i++) {
            int from = 100_000 + (i - 1) * 40_000;
            server.fail("storage/" + WEIGHTS, (exchange, content) -> {
                exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-299999/300000");
                cutAfter(40_000).answer(exchange, content);
            });
        }
        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(weights);
        List<Asked> asked = askedFor("storage/" + WEIGHTS);
        assertThat(asked).hasSize(6);
        assertThat(asked.get(5).range()).contains("bytes=260000-");
        assertThat(asked.get(5).ifRange()).contains("\"storage-1\"");
        assertThat(pauses).hasSize(5);
    }

    @Test
    void a_later_process_goes_on_with_what_a_killed_one_left() throws IOException {
        Path blobs = Files.createDirectories(root().resolve("blobs"));
        Path partial = blobs.resolve(HubServer.sha256(weights) + PartialFile.SUFFIX);
        Files.write(partial, java.util.Arrays.copyOf(weights, 123_456));
        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(askedFor("storage/" + WEIGHTS))
                .extracting(Asked::range)
                .containsExactly(Optional.of("bytes=123456-"));
        assertThat(partial).doesNotExist();
    }

    @Test
    void a_partial_file_of_other_bytes_is_fetched_again_from_the_start() throws IOException {
        Path blobs = Files.createDirectories(root().resolve("blobs"));
        Files.write(blobs.resolve(HubServer.sha256(weights) + PartialFile.SUFFIX), new byte[123_456]);
        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(askedFor("storage/" + WEIGHTS)).hasSize(2);
    }

    @Test
    void a_storage_file_that_changed_is_sent_whole_because_of_if_range() throws IOException {
        Path blobs = Files.createDirectories(root().resolve("blobs"));
        Path partial = blobs.resolve(HubServer.sha256(weights) + PartialFile.SUFFIX);
        Files.write(partial, new byte[1000]);
        Files.writeString(partial.resolveSibling(partial.getFileName() + ".etag"), "\"storage-0\"");
        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(askedFor("storage/" + WEIGHTS)).hasSize(1);
    }

    @Test
    void bytes_with_a_wrong_checksum_never_appear_as_a_file() {
        server.withChecksum("model.safetensors", "a".repeat(64));
        refuses(Reason.CORRUPT, "does not have the checksum SHA-256 aaaa", this::fetch);
        assertThat(root().resolve("snapshots").resolve(COMMIT).resolve("model.safetensors"))
                .doesNotExist();
        assertThat(root().resolve("blobs").resolve("a".repeat(64))).doesNotExist();
        assertThat(root().resolve("refs/main")).doesNotExist();
    }

    @Test
    void a_small_file_is_checked_too() {
        server.withChecksum("config.json", "b".repeat(40));
        refuses(Reason.CORRUPT, "does not have the checksum SHA-1 bbbb", this::fetch);
    }

    @Test
    void a_server_that_is_busy_is_asked_again_when_it_says() throws IOException {
        server.fail("/revision/main", status(429, "Retry-After", "7"), status(503));
        server.fail("storage/" + WEIGHTS, status(500), status(408, "Retry-After", "Thu, 01 Jan 2026 00:00:20 GMT"));
        fetch();
        assertThat(pauses).hasSize(4);
        assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7700));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(pauses.get(2)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(pauses.get(3)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
    }

    @Test
    void a_server_that_stays_busy_is_given_up() {
        server.fail("/revision/main", status(503), status(502), status(500));
        refuses(
                Reason.UNREACHABLE,
                "hf://owner/tiny@main: failed 3 times in a row, last with: the server answered 500",
                this::fetch);
    }

    @Test
    void a_server_that_asks_for_too_long_a_wait_is_not_waited_for() {
        server.fail("/revision/main", status(429, "Retry-After", "86400"));
        refuses(Reason.UNREACHABLE, "the server asks to come back in 86400 s", this::fetch);
        assertThat(pauses).isEmpty();
    }

    @Test
    void the_token_goes_to_the_hub_and_to_nobody_else() throws IOException {
        server.requiredToken = Optional.of("hf_secret");
        hub(Optional.of(new HubToken("hf_secret")), HubSettings.Mode.ONLINE, 1_000_000)
                .fetch(MODEL, DownloadListener.SILENT);
        assertThat(server.asked)
                .allSatisfy(asked -> assertThat(asked.token())
                        .isEqualTo(
                                asked.path().startsWith("hub") ? Optional.of("Bearer hf_secret") : Optional.empty()));
        assertThat(askedFor("storage/" + WEIGHTS)).hasSize(1);
    }

    @Test
    void a_hub_that_wants_a_token_says_how_to_give_one() {
        server.requiredToken = Optional.of("hf_secret");
        refuses(Reason.TOKEN_MISSING, "set HF_TOKEN to a token that may read it", this::fetch);
        ModelHub wrong = hub(Optional.of(new HubToken("hf_wrong")), HubSettings.Mode.ONLINE, 1_000_000);
        assertThatThrownBy(() -> wrong.fetch(MODEL, DownloadListener.SILENT))
                .hasMessageContaining("check HF_TOKEN")
                .message()
                .doesNotContain("hf_wrong");
    }

    @Test
    void a_gated_model_says_where_to_ask_for_access() {
        server.fail(
                "/config.json", status(403, "X-Error-Code", "GatedRepo", "X-Error-Message", "Access is restricted"));
        refuses(Reason.GATED, "ask for it at " + server.endpoint() + "/owner/tiny", this::fetch);
    }

    @Test
    void what_the_hub_does_not_have_is_told_apart() {
        server.fail("/revision/main", status(404, "X-Error-Code", "RevisionNotFound"));
        refuses(Reason.REVISION_NOT_FOUND, "no such branch, tag or commit", this::fetch);
        server.fail("/revision/main", status(401, "X-Error-Code", "RepoNotFound"));
        refuses(Reason.REPOSITORY_NOT_FOUND, "or it is private: then set HF_TOKEN", this::fetch);
        server.fail("/tokenizer.json", status(404, "X-Error-Code", "EntryNotFound"));
        refuses(Reason.FILE_NOT_FOUND, "/tokenizer.json: the repository has no such file (404)", this::fetch);
    }

    @Test
    void checksums_may_come_from_the_tree_of_the_commit() throws IOException {
        server.listsChecksums = false;
        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(askedFor("/tree/" + COMMIT)).hasSize(1);
        assertThat(server.asked).extracting(Asked::method).containsOnly("GET");
    }

    @Test
    void a_mirror_that_lists_no_checksums_is_asked_for_them_file_by_file() throws IOException {
        server.listsChecksums = false;
        server.hasTree = false;
        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(server.asked).filteredOn(a -> a.method().equals("HEAD")).hasSize(3);
        assertThat(askedFor("storage/" + WEIGHTS)).extracting(Asked::method).containsExactly("GET");
        server.withChecksum("config.json", "no-checksum");
        refuses(Reason.BAD_ANSWER, "sends no checksum", this::fetch);
    }

    @Test
    void a_model_above_the_limit_is_refused_before_its_download() {
        ModelHub small = hub(Optional.empty(), HubSettings.Mode.ONLINE, 1000);
        refuses(Reason.TOO_LARGE, "model.safetensors", () -> small.fetch(MODEL, DownloadListener.SILENT));
        assertThat(askedFor("model.safetensors")).isEmpty();
    }

    @Test
    void a_server_that_sends_more_than_it_announced_is_stopped() {
        server.fail("storage/" + WEIGHTS, (exchange, content) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(content);
            exchange.getResponseBody().write(content);
        });
        refuses(Reason.CORRUPT, "the server sends more than the 300000 bytes it announced", this::fetch);
    }

    @Test
    void a_commit_that_is_no_commit_and_a_redirect_to_nowhere_are_refused() {
        server.commit = "../../../etc";
        refuses(Reason.BAD_ANSWER, "sha must be a commit of 40 hexadecimal digits, is \"../../../etc\"", this::fetch);
        server.fail("/revision/main", status(302, "Location", "file:///etc/passwd"));
        refuses(Reason.BAD_ANSWER, "redirects to \"file:///etc/passwd\"", this::fetch);
        server.fail("/revision/main", HubServer.body("<html>"));
        refuses(Reason.BAD_ANSWER, "the answer is not JSON", this::fetch);
    }

    @Test
    void a_repository_with_pickles_only_is_refused_with_the_reason() throws IOException {
        try (HubServer pickles = new HubServer()) {
            pickles.with("config.json", "{}").with("tokenizer.json", "{}").with("pytorch_model.bin", new byte[3]);
            server.close();
            server = pickles;
            refuses(Reason.FILE_NOT_FOUND, "pytorch_model.bin is a pickle", this::fetch);
        }
    }

    @Test
    void shards_are_those_of_the_index_and_only_files_of_the_folder() throws IOException {
        try (HubServer sharded = new HubServer()) {
            sharded.with("config.json", "{}")
                    .with("tokenizer.json", "{}")
                    .with("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"x-1.safetensors\"}}")
                    .with("x-1.safetensors", new byte[10])
                    .with("x-2.safetensors", new byte[10]);
            server.close();
            server = sharded;
            Path folder = fetch();
            assertThat(folder.resolve("x-1.safetensors")).exists();
            assertThat(folder.resolve("x-2.safetensors")).doesNotExist();
            sharded.with("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"../../x.safetensors\"}}");
            sharded.commit = "e".repeat(40);
            assertThatThrownBy(this::fetch)
                    .hasMessageContaining("weight_map must name safetensors files of this folder, names \"../../x");
            sharded.with("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"x-3.safetensors\"}}");
            sharded.commit = "d".repeat(40);
            refuses(Reason.FILE_NOT_FOUND, "names x-3.safetensors, which the repository lacks", this::fetch);
        }
    }

    @Test
    void offline_only_the_cache_counts() throws IOException {
        ModelHub offline = hub(Optional.empty(), HubSettings.Mode.OFFLINE, 1_000_000);
        refuses(
                Reason.NOT_CACHED,
                "the cache knows no such revision",
                () -> offline.fetch(MODEL, DownloadListener.SILENT));
        Path folder = fetch();
        server.asked.clear();
        assertThat(offline.fetch(MODEL, DownloadListener.SILENT)).isEqualTo(folder);
        ModelSource.Hub commit = new ModelSource.Hub(MODEL.repository(), new Revision(COMMIT));
        assertThat(offline.fetch(commit, DownloadListener.SILENT)).isEqualTo(folder);
        Files.delete(folder.resolve("model.safetensors").toRealPath());
        refuses(
                Reason.NOT_CACHED,
                "the cache lacks model.safetensors of commit " + COMMIT,
                () -> offline.fetch(MODEL, DownloadListener.SILENT));
        assertThat(server.asked).isEmpty();
    }

    @Test
    void a_hub_that_is_away_does_not_matter_once_the_model_is_cached() throws IOException {
        Path folder = fetch();
        server.fail("/revision/main", status(503), status(503), status(503));
        assertThat(fetch()).isEqualTo(folder);
    }

    @Test
    void two_who_fetch_at_once_download_once() throws Exception {
        Callable<Path> task = this::fetch;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Path> folder : threads.invokeAll(Collections.nCopies(4, task))) {
                assertThat(folder.get().resolve("model.safetensors")).hasBinaryContent(weights);
            }
        }
        assertThat(askedFor("storage/" + WEIGHTS)).hasSize(1);
    }

    @Test
    void a_cache_that_cannot_be_written_is_named() throws IOException {
        Files.writeString(cache.resolve("models--owner--tiny"), "a file where a folder must be");
        refuses(Reason.CACHE, "HF_HUB_CACHE or HF_HOME names another folder", this::fetch);
    }
}
