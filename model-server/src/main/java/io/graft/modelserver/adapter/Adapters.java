package io.graft.modelserver.adapter;

import io.graft.contracts.inference.InferenceApi.AdapterView;
import io.graft.kit.problem.Problem;
import io.graft.modelserver.ModelServerConfig;
import io.graft.modelserver.adapter.KeptAdapters.Kept;
import io.graft.modelserver.base.BaseModel;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loaded adapters. One change happens at a time; it shows at once and as a whole, and whoever writes a text just
/// then ends it with the adapter that he began with.
@ApplicationScoped
public class Adapters {

    private static final Logger LOG = LoggerFactory.getLogger(Adapters.class);
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}(@[A-Za-z0-9][A-Za-z0-9.+_-]{0,63})?");

    private final AdapterLoader loader;
    private final RegistryCache cache;
    private final KeptAdapters file;
    private final BaseModel base;
    private final ModelServerConfig config;
    private final Timer loading;
    private final ReentrantLock change = new ReentrantLock();

    /// Absent until the adapters of before the restart are back.
    private volatile @Nullable Map<String, LoadedAdapter> loaded;

    /// Those that are not back yet although they should be.
    private volatile Map<String, Kept> missing = Map.of();

    Adapters(
            AdapterLoader loader,
            RegistryCache cache,
            KeptAdapters file,
            BaseModel base,
            ModelServerConfig config,
            MeterRegistry metrics) {
        this.loader = loader;
        this.cache = cache;
        this.file = file;
        this.base = base;
        this.config = config;
        this.loading = metrics.timer("graft.adapter.load.duration", "model", base.name());
        Gauge.builder("graft.adapter.loaded", () -> isOpen() ? open().size() : 0)
                .tag("model", base.name())
                .register(metrics);
        Gauge.builder("graft.adapter.missing", () -> missing.size())
                .tag("model", base.name())
                .register(metrics);
    }

    /// Whether requests are answered.
    public boolean isOpen() {
        return loaded != null;
    }

    public List<LoadedAdapter> list() {
        return List.copyOf(open().values());
    }

    public Optional<LoadedAdapter> find(String name) {
        return Optional.ofNullable(open().get(name));
    }

    /// Loads an adapter; the same one under the same name is there already, another one takes its place.
    AdapterView load(@Nullable String name, @Nullable String path) {
        String checked = requireName(name);
        AdapterSource source = AdapterSource.of(path);
        open();
        return changing(() -> {
            AdapterFiles files = loader.files(source);
            LoadedAdapter known = open().get(checked);
            if (known != null && known.digest().equals(files.digest())) {
                return known.view();
            }
            requireRoom(checked);
            LoadedAdapter adapter = loading.record(() -> loader.load(checked, source, files));
            publish(with(open(), checked, adapter), without(missing, checked));
            LOG.atInfo()
                    .addKeyValue("adapter", checked)
                    .addKeyValue("source", source.text())
                    .addKeyValue("swapped", known != null)
                    .log("adapter loaded");
            return adapter.view();
        });
    }

    /// Takes an adapter away.
    void unload(@Nullable String name) {
        changing(() -> {
            if (name == null || !(open().containsKey(name) || missing.containsKey(name))) {
                throw new Problem.NotFound("adapter", String.valueOf(name));
            }
            publish(without(open(), name), without(missing, name));
            LOG.atInfo().addKeyValue("adapter", name).log("adapter unloaded");
            return name;
        });
    }

    /// Loads what was loaded before the process ended. What cannot be loaded stays on the list, to be tried again.
    public void restore() {
        if (isOpen() && missing.isEmpty()) {
            return;
        }
        changing(() -> {
            if (loaded == null) {
                missing = file.read().stream().collect(Collectors.toMap(Kept::loraName, kept -> kept));
            }
            Map<String, LoadedAdapter> back = new TreeMap<>(loaded == null ? Map.of() : loaded);
            Map<String, Kept> stillMissing = new TreeMap<>();
            missing.values().forEach(kept -> restore(kept, back, stillMissing));
            missing = Map.copyOf(stillMissing);
            loaded = Map.copyOf(back);
            return back.size();
        });
    }

    private void restore(Kept kept, Map<String, LoadedAdapter> back, Map<String, Kept> stillMissing) {
        try {
            back.put(kept.loraName(), loader.loadAgain(kept));
            LOG.atInfo().addKeyValue("adapter", kept.loraName()).log("adapter loaded again");
        } catch (RuntimeException e) {
            stillMissing.put(kept.loraName(), kept);
            LOG.atError()
                    .setCause(e instanceof Problem ? null : e)
                    .addKeyValue("adapter", kept.loraName())
                    .addKeyValue("source", kept.loraPath())
                    .addKeyValue("reason", reason(e))
                    .log("adapter cannot be loaded again; it is tried from time to time");
        }
    }

    private static String reason(RuntimeException e) {
        return e instanceof Problem problem && !problem.errors().isEmpty()
                ? problem.errors().toString()
                : String.valueOf(e.getMessage());
    }

    private Map<String, LoadedAdapter> open() {
        Map<String, LoadedAdapter> present = loaded;
        if (present == null) {
            throw new Problem.Unavailable("the server is still loading its models", Duration.ofSeconds(1));
        }
        return present;
    }

    /// First the disk, then the world: what answers now answers after a restart too.
    private void publish(Map<String, LoadedAdapter> adapters, Map<String, Kept> stillMissing) {
        file.write(Stream.concat(adapters.values().stream().map(LoadedAdapter::kept), stillMissing.values().stream())
                .toList());
        loaded = adapters;
        missing = stillMissing;
        tidy();
    }

    /// What is left on the disk harms nobody but the disk, so that a failure here is no failure of the change.
    private void tidy() {
        try {
            cache.prune(Stream.concat(
                            open().values().stream().map(LoadedAdapter::digest),
                            missing.values().stream().map(Kept::digest))
                    .collect(Collectors.toSet()));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("cannot tidy the adapter cache");
        }
    }

    private String requireName(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw Problem.Invalid.of("lora_name", "must be a name or name@version, is " + name);
        }
        if (name.equals(base.name())) {
            throw Problem.Invalid.of("lora_name", "must not be the base model's name " + name);
        }
        return name;
    }

    private void requireRoom(String name) {
        if (!open().containsKey(name) && open().size() >= config.maxAdapters()) {
            throw new Problem.Conflict(
                    "too_many_adapters",
                    config.maxAdapters() + " adapters are loaded, the most that graft.model-server.max-adapters allows:"
                            + " unload one first");
        }
    }

    private <T> T changing(Supplier<T> work) {
        change.lock();
        try {
            return work.get();
        } finally {
            change.unlock();
        }
    }

    private static <T> Map<String, T> with(Map<String, T> map, String name, T value) {
        Map<String, T> copy = new TreeMap<>(map);
        copy.put(name, value);
        return Map.copyOf(copy);
    }

    private static <T> Map<String, T> without(Map<String, T> map, String name) {
        Map<String, T> copy = new TreeMap<>(map);
        copy.remove(name);
        return Map.copyOf(copy);
    }
}
