package io.graft.cli.engine;

import io.graft.engine.hub.DownloadProgress;
import io.graft.engine.hub.HubSettings;
import io.graft.engine.hub.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/// Where the base model comes from: a folder, or the Hugging Face hub.
final class BaseFolder {

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR|hf://OWNER/NAME@REVISION",
            description = "a Hugging Face model: a folder, or a repository of the hub")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String base;

    /// The folder; downloads a model of the hub unless its cache has it.
    Path resolve(Talk talk) throws IOException {
        ModelSource source = ModelSource.parse(base);
        HubSettings settings = HubSettings.of(System.getenv(), Path.of(System.getProperty("user.home")));
        Path folder = source.resolve(settings, progress -> talk.progress().bar(share(progress), line(progress)));
        talk.progress().end();
        return folder;
    }

    private static double share(DownloadProgress progress) {
        return progress.size() == 0 ? 1 : (double) progress.bytes() / progress.size();
    }

    private static String line(DownloadProgress progress) {
        return String.format(
                Locale.ROOT, "%s, %d of %d MB", progress.file(), progress.bytes() >> 20, progress.size() >> 20);
    }
}
