package io.graft.engine.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a model comes from: a folder of this machine or a repository of the hub.
public sealed interface ModelSource {

    /// How users write a hub repository: `hf://owner/name` or `hf://owner/name@revision`.
    String SCHEME = "hf://";

    /// A snapshot in the hub's cache.
    Pattern SNAPSHOT = Pattern.compile("/models--([^/]+?)--([^/]+)/snapshots/[0-9a-f]{40}$");

    /// A folder with `config.json`, weights and tokenizer.
    record Folder(Path path) implements ModelSource {

        @Override
        public Path resolve(HubSettings settings, DownloadListener listener) throws IOException {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(
                        path.toString(),
                        null,
                        "there is no such model folder; a model of the" + " Hugging Face hub is written " + SCHEME
                                + "owner/name");
            }
            if (!Files.isDirectory(path)) {
                throw new NotDirectoryException(path.toString());
            }
            return path;
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// A repository of the hub at a revision.
    record Hub(RepositoryId repository, Revision revision) implements ModelSource {

        @Override
        public Path resolve(HubSettings settings, DownloadListener listener) throws IOException {
            return ModelHub.of(settings).fetch(this, listener);
        }

        @Override
        public String toString() {
            return SCHEME + repository + "@" + revision;
        }
    }

    /// Reads what a user wrote.
    ///
    /// @throws IllegalArgumentException if it starts with a scheme other than `hf://`, or names no repository
    static ModelSource parse(String text) {
        if (!text.startsWith(SCHEME)) {
            if (text.isBlank() || text.contains("://")) {
                throw new IllegalArgumentException(
                        "a model must be a folder or " + SCHEME + "owner/name@revision, is \"" + text + "\"");
            }
            return new Folder(Path.of(text));
        }
        String rest = text.substring(SCHEME.length());
        int at = rest.indexOf('@');
        String repository = at < 0 ? rest : rest.substring(0, at);
        String[] parts = repository.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "a hub model must be written " + SCHEME + "owner/name@revision, is \"" + text + "\"");
        }
        Revision revision = at < 0 ? Revision.MAIN : new Revision(rest.substring(at + 1));
        return new Hub(new RepositoryId(parts[0], parts[1]), revision);
    }

    /// What to call the model in a folder: `owner/name` for a snapshot in the hub's cache, else the folder's name.
    static String nameOf(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        Matcher snapshot = SNAPSHOT.matcher(whole.toString().replace('\\', '/'));
        return snapshot.find() ? snapshot.group(1) + "/" + snapshot.group(2) : String.valueOf(whole.getFileName());
    }

    /// A local folder with the model; a hub model is downloaded unless the cache has it.
    ///
    /// @throws HubException if the hub refuses, or what it sends cannot be right
    Path resolve(HubSettings settings, DownloadListener listener) throws IOException;
}
