package io.graft.engine.hub;

import io.graft.engine.checkpoint.ShardIndex;
import io.graft.engine.hub.HubException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings models of the Hugging Face hub into the local cache. Threads may share it, and processes the cache.
public final class ModelHub {

    private static final Logger LOG = LoggerFactory.getLogger(ModelHub.class);

    private final HubSettings settings;
    private final Environment environment;

    /// The world around a download.
    ///
    /// @param silence how long a server may be silent
    record Environment(Retries.Rules rules, Clock clock, Duration silence) {

        static Environment real() {
            return new Environment(
                    new Retries.Rules(RetryPolicy.DEFAULT, Pause.SLEEP, RandomGenerator.getDefault()),
                    Clock.systemUTC(),
                    Duration.ofSeconds(60));
        }
    }

    ModelHub(HubSettings settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    public static ModelHub of(HubSettings settings) {
        return new ModelHub(settings, Environment.real());
    }

    /// The folder of a model's snapshot. What the cache lacks is downloaded; where the hub cannot be reached but the
    /// cache holds the whole model, that is used, with a warning.
    ///
    /// @throws HubException saying why there is no such model here
    public Path fetch(ModelSource.Hub model, DownloadListener listener) throws IOException {
        CacheFolder cache = new CacheFolder(settings.cache(), model.repository());
        if (settings.mode() == HubSettings.Mode.OFFLINE) {
            return new CachedModel(cache, model).require();
        }
        try (HubConnection connection = new HubConnection(settings, environment.clock(), environment.silence())) {
            return new Fetch(model, cache, connection, listener).run();
        } catch (HubException e) {
            return fromCache(cache, model, e);
        }
    }

    private static Path fromCache(CacheFolder cache, ModelSource.Hub model, HubException reason) throws IOException {
        CachedModel cached = new CachedModel(cache, model);
        if (reason.reason() != Reason.UNREACHABLE || !cached.isWhole()) {
            throw reason;
        }
        LOG.atWarn()
                .addKeyValue("model", model)
                .addKeyValue("reason", reason.getMessage())
                .log("the hub cannot be reached, so the model is the one in the cache, which may be out of date");
        return cached.require();
    }

    /// One model on its way into the cache.
    private final class Fetch {

        private final ModelSource.Hub model;
        private final CacheFolder cache;
        private final HubConnection connection;
        private final HubApi api;
        private final DownloadListener listener;

        Fetch(ModelSource.Hub model, CacheFolder cache, HubConnection connection, DownloadListener listener) {
            this.model = model;
            this.cache = cache;
            this.connection = connection;
            this.api = new HubApi(connection, environment.rules());
            this.listener = listener;
        }

        Path run() throws IOException {
            HubApi.Listing listing = api.listing(model);
            List<String> names = ModelFiles.withoutShards(model, listing.names());
            try (CacheLock _ = cache.lock()) {
                List<RemoteFile> files = described(listing, names);
                download(listing.commit(), files, total(files));
                if (names.contains(ModelFiles.INDEX)) {
                    List<RemoteFile> shards = described(listing, shards(listing));
                    download(listing.commit(), shards, total(shards));
                }
                cache.remember(model.revision(), listing.commit());
            }
            return cache.snapshot(listing.commit());
        }

        private List<RemoteFile> described(HubApi.Listing listing, Iterable<String> names) throws IOException {
            List<RemoteFile> files = new ArrayList<>();
            for (String name : names) {
                files.add(api.file(model, listing, name));
            }
            return files;
        }

        private Set<String> shards(HubApi.Listing listing) throws IOException {
            Set<String> shards = ShardIndex.read(
                            cache.snapshot(listing.commit()).resolve(ModelFiles.INDEX))
                    .files();
            for (String shard : shards) {
                if (!listing.names().contains(shard)) {
                    throw new HubException(
                            Reason.FILE_NOT_FOUND,
                            model + ": " + ModelFiles.INDEX + " names " + shard + ", which the repository lacks");
                }
            }
            return shards;
        }

        /// Bytes of all files; fails where they are too many for the limits or the disk.
        private long total(List<RemoteFile> files) throws IOException {
            long total = 0;
            long missing = 0;
            for (RemoteFile file : files) {
                requireAtMost(file.name(), file.size(), ModelFiles.limit(file.name(), settings.maxBytes()));
                requireAtMost("all files", file.size(), settings.maxBytes() - total);
                total += file.size();
                missing += cache.holds(file) ? 0 : file.size();
            }
            cache.requireSpace(missing);
            return total;
        }

        private void requireAtMost(String what, long bytes, long limit) throws HubException {
            if (bytes > limit) {
                throw new HubException(
                        Reason.TOO_LARGE,
                        model + ": " + what + " take " + (bytes - limit) + " bytes more than the limit allows"
                                + " (GRAFT_HUB_MAX_BYTES=" + settings.maxBytes() + ", small files "
                                + ModelFiles.SMALL_LIMIT + ")");
            }
        }

        private void download(String commit, List<RemoteFile> files, long total) throws IOException {
            long before = 0;
            for (RemoteFile file : files) {
                Progress progress = new Progress(listener, file, before, total);
                if (!cache.holds(file)) {
                    download(commit, file, progress);
                }
                cache.link(commit, file);
                progress.arrived(file.size());
                before += file.size();
            }
        }

        private void download(String commit, RemoteFile file, Progress progress) throws IOException {
            Path blob = cache.blob(file.checksum());
            Download download =
                    new Download(connection, file, api.content(model, commit, file.name()), progress::arrived);
            try (PartialFile partial = PartialFile.of(blob)) {
                download.into(partial, environment.rules());
                partial.complete(blob);
            }
        }
    }
}
