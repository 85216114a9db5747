package io.graft.modelserver.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.graft.client.JsonClient;
import io.graft.client.RegistryClient;
import io.graft.client.RemoteProblem;
import io.graft.contracts.inference.InferenceApi.AdapterView;
import io.graft.kit.problem.Problem;
import io.graft.modelserver.FakeRegistry;
import io.graft.modelserver.ModelServerConfig;
import io.graft.modelserver.TestAdapters;
import io.graft.modelserver.TestConfig;
import io.graft.modelserver.base.BaseModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptersTest {

    private static final String WEIGHTS = "adapter_model.safetensors";

    @TempDir
    Path home = Path.of("");

    private FakeRegistry registry;
    private Adapters adapters;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
        Files.createDirectories(root());
        adapters = restarted();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void a_version_of_the_registry_is_loaded_and_listed() {
        registered("desk", "1.0.0", 1);

        AdapterView view = adapters.load("desk@1.0.0", "registry://desk/1.0.0");

        assertThat(view.loraName()).isEqualTo("desk@1.0.0");
        assertThat(view.baseModel()).isEqualTo("graft-tiny");
        assertThat(adapters.find("desk@1.0.0")).isPresent();
    }

    @Test
    void the_same_adapter_twice_is_one_and_another_one_takes_its_place() {
        registered("desk", "1.0.0", 1);
        registered("desk", "1.1.0", 2);
        adapters.load("desk", "registry://desk/1.0.0");
        LoadedAdapter first = adapters.find("desk").orElseThrow();

        adapters.load("desk", "registry://desk/1.0.0");
        assertThat(adapters.find("desk")).containsSame(first);
        adapters.load("desk", "registry://desk/1.1.0");

        assertThat(adapters.find("desk").orElseThrow().digest()).isNotEqualTo(first.digest());
        assertThat(adapters.list()).hasSize(1);
    }

    @Test
    void what_is_loaded_is_loaded_again_after_a_restart_without_the_registry() {
        registered("desk", "1.0.0", 1);
        TestAdapters.saveIdle(2, root().resolve("mine"));
        AdapterView before = adapters.load("desk@1.0.0", "registry://desk/1.0.0");
        adapters.load("mine", "mine");
        registry.close();

        Adapters again = restarted();

        assertThat(again.list()).extracting(LoadedAdapter::name).containsExactlyInAnyOrder("desk@1.0.0", "mine");
        assertThat(again.find("desk@1.0.0").orElseThrow().view()).isEqualTo(before);
    }

    @Test
    void an_unloaded_adapter_stays_away_after_a_restart() {
        TestAdapters.saveIdle(1, root().resolve("mine"));
        adapters.load("mine", "mine");

        adapters.unload("mine");

        assertThat(adapters.find("mine")).isEmpty();
        assertThat(restarted().list()).isEmpty();
        assertThatThrownBy(() -> adapters.unload("mine")).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void an_adapter_that_cannot_be_loaded_again_comes_back_when_it_can() throws IOException {
        TestAdapters.saveIdle(1, root().resolve("mine"));
        adapters.load("mine", "mine");
        Files.move(root().resolve("mine"), root().resolve("elsewhere"));

        Adapters again = restarted();
        assertThat(again.isOpen()).isTrue();
        assertThat(again.list()).isEmpty();
        Files.move(root().resolve("elsewhere"), root().resolve("mine"));
        again.restore();

        assertThat(again.find("mine")).isPresent();
    }

    @Test
    void damaged_files_in_the_cache_are_fetched_again() throws IOException {
        registered("desk", "1.0.0", 1);
        adapters.load("desk@1.0.0", "registry://desk/1.0.0");
        int downloads = registry.downloads();
        try (var files = Files.walk(home.resolve("state").resolve("cache"))) {
            Path weights =
                    files.filter(file -> file.endsWith(WEIGHTS)).findFirst().orElseThrow();
            Files.writeString(weights, "damaged");
        }

        assertThat(restarted().find("desk@1.0.0")).isPresent();
        assertThat(registry.downloads()).isEqualTo(2 * downloads);
    }

    @Test
    void bytes_that_do_not_match_their_digest_are_refused() {
        Path folder = registered("desk", "1.0.0", 1);
        registry.damage(folder.resolve(WEIGHTS), new byte[] {1, 2, 3});

        Problem problem =
                catchThrowableOfType(Problem.class, () -> adapters.load("desk@1.0.0", "registry://desk/1.0.0"));

        assertThat(problem.code()).isEqualTo("corrupt_artifact");
        assertThat(problem).hasMessageContaining(WEIGHTS).hasMessageContaining("registry://desk/1.0.0");
        assertThat(adapters.list()).isEmpty();
    }

    @Test
    void an_adapter_of_other_base_weights_is_refused() throws IOException {
        TestAdapters.saveIdle(1, root().resolve("mine"));
        String digest = base().get().model().digest();
        replace(root().resolve("mine").resolve(WEIGHTS), digest, "0".repeat(64));

        Problem problem = catchThrowableOfType(Problem.class, () -> adapters.load("mine", "mine"));

        assertThat(problem.code()).isEqualTo("wrong_base_model");
        assertThat(problem).hasMessageContaining("0".repeat(64)).hasMessageContaining(digest);
    }

    @Test
    void a_damaged_file_is_refused_with_its_name_and_what_is_wrong() throws IOException {
        TestAdapters.saveIdle(1, root().resolve("mine"));
        Path weights = root().resolve("mine").resolve(WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length - 8));

        Problem problem = catchThrowableOfType(Problem.class, () -> adapters.load("mine", "mine"));

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.errors().getFirst().message())
                .startsWith(WEIGHTS + ": ")
                .contains("lora_")
                .doesNotContain(home.toString());
    }

    @Test
    void weights_that_are_no_numbers_are_refused() throws IOException {
        TestAdapters.saveIdle(1, root().resolve("mine"));
        Path weights = root().resolve("mine").resolve(WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        ByteBuffer last = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = bytes.length - 4096; at < bytes.length; at += 4) {
            last.putFloat(at, Float.NaN);
        }
        Files.write(weights, bytes);

        Problem problem = catchThrowableOfType(Problem.class, () -> adapters.load("mine", "mine"));

        assertThat(problem.errors().getFirst().message()).contains(WEIGHTS, "NaN");
    }

    @Test
    void nothing_outside_the_adapter_root_is_loaded() throws IOException {
        TestAdapters.saveIdle(1, home.resolve("outside"));
        Files.createSymbolicLink(root().resolve("link"), home.resolve("outside"));

        for (String path : new String[] {
            "../outside", home.resolve("outside").toString(), "link", ".", "", "x/../../outside", "file:///etc", "a\0b"
        }) {
            assertThatThrownBy(() -> adapters.load("mine", path)).isInstanceOf(Problem.Invalid.class);
        }
        assertThatThrownBy(() -> adapters.load("mine", "registry://../1.0.0")).isInstanceOf(Problem.Invalid.class);
        assertThatThrownBy(() -> adapters.load("mine", "nowhere")).isInstanceOf(Problem.Invalid.class);
        assertThat(adapters.list()).isEmpty();
    }

    @Test
    void an_unknown_version_is_the_registrys_own_answer() {
        assertThatThrownBy(() -> adapters.load("desk@9.9.9", "registry://desk/9.9.9"))
                .isInstanceOf(RemoteProblem.class)
                .hasMessageContaining("no such version");
    }

    @Test
    void names_are_checked() {
        for (String name : new String[] {"", "a/b", "../x", "a@", "@1", "graft-tiny"}) {
            assertThatThrownBy(() -> adapters.load(name, "mine")).isInstanceOf(Problem.Invalid.class);
        }
    }

    @Test
    void there_is_room_for_so_many_adapters_and_no_more() {
        TestAdapters.saveIdle(1, root().resolve("mine"));
        adapters.load("a", "mine");
        adapters.load("b", "mine");

        Problem problem = catchThrowableOfType(Problem.class, () -> adapters.load("c", "mine"));

        assertThat(problem.code()).isEqualTo("too_many_adapters");
    }

    @Test
    void a_version_over_the_size_limit_is_not_even_fetched() throws IOException {
        Path folder = registered("desk", "1.0.0", 1);
        Files.write(folder.resolve("more.bin"), new byte[1 << 20]);
        registry.register("desk", "1.0.0", folder);

        assertThatThrownBy(() -> adapters.load("desk@1.0.0", "registry://desk/1.0.0"))
                .isInstanceOf(Problem.TooLarge.class);
        assertThat(registry.downloads()).isZero();
    }

    @Test
    void files_of_adapters_that_are_long_gone_leave_the_cache() throws IOException {
        for (int i = 0; i < 4; i++) {
            registered("desk", "1." + i, i);
            adapters.load("desk", "registry://desk/1." + i);
        }

        try (var folders = Files.list(home.resolve("state").resolve("cache"))) {
            assertThat(folders).hasSize(2);
        }
    }

    @Test
    void a_damaged_list_of_adapters_keeps_the_server_closed_and_says_why() throws IOException {
        Files.createDirectories(home.resolve("state"));
        Files.writeString(home.resolve("state").resolve("adapters.json"), "[{]");

        assertThatThrownBy(this::restarted)
                .hasMessageContaining("adapters.json")
                .hasMessageContaining("remove it");
    }

    private Path root() {
        return home.resolve("adapters");
    }

    private Path registered(String model, String version, long seed) {
        Path folder = home.resolve("made").resolve(model + "-" + version);
        TestAdapters.saveIdle(seed, folder);
        registry.register(model, version, folder);
        return folder;
    }

    private BaseModel base() {
        BaseModel base = new BaseModel(config(), Clock.systemUTC());
        base.load();
        return base;
    }

    private ModelServerConfig config() {
        return TestConfig.of(Map.of(
                "graft.models-dir",
                TestAdapters.MODELS.toString(),
                "graft.model-server.adapter-root",
                root().toString(),
                "graft.model-server.state-dir",
                home.resolve("state").toString(),
                "graft.model-server.max-adapters",
                "2",
                "graft.model-server.cached-adapters",
                "1",
                "graft.model-server.max-adapter-size",
                "1M"));
    }

    /// What a new process finds.
    private Adapters restarted() {
        ModelServerConfig config = config();
        BaseModel base = base();
        RegistryCache cache = new RegistryCache(new RegistryClient(new JsonClient(registry.uri())), config);
        AdapterLoader loader = new AdapterLoader(cache, new AdapterRoot(config), base, Clock.systemUTC());
        Adapters made = new Adapters(loader, cache, new KeptAdapters(config), base, config, new SimpleMeterRegistry());
        made.restore();
        return made;
    }

    private static void replace(Path file, String old, String replacement) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, replacement), StandardCharsets.ISO_8859_1);
    }
}
