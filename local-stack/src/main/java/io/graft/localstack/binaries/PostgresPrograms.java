package io.graft.localstack.binaries;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The programs of PostgreSQL: a folder with `bin`, `lib` and `share`.
public record PostgresPrograms(Path home) {

    /// The programs, unpacked under `folder` if they are not there yet.
    public static PostgresPrograms under(Path folder) {
        String name = "postgres-" + Versions.carried().postgres();
        return new PostgresPrograms(Unpacked.once(folder.resolve(name), PostgresPrograms::unpack));
    }

    public Path initdb() {
        return home.resolve("bin/initdb");
    }

    public Path postgres() {
        return home.resolve("bin/postgres");
    }

    public Path pgCtl() {
        return home.resolve("bin/pg_ctl");
    }

    /// Why this machine cannot run PostgreSQL, or empty when it can.
    public static Optional<String> missing() {
        String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
        return PostgresPrograms.class.getClassLoader().getResource(archive) == null
                ? Optional.of("no PostgreSQL programs for this platform on the class path: " + archive)
                : Optional.empty();
    }

    /// The name of the archive for an operating system and architecture, as the JDK names them.
    static String archive(String os, String architecture) {
        String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : os.toLowerCase(Locale.ROOT);
        String processor = switch (architecture) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> architecture;
        };
        return "postgres-" + system + "-" + processor + ".txz";
    }

    private static void unpack(Path home) throws IOException {
        String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream in = PostgresPrograms.class.getClassLoader().getResourceAsStream(archive)) {
            if (in == null) {
                throw new IOException(missing().orElse(archive + " cannot be read"));
            }
            InputStream buffered = new BufferedInputStream(in);
            unpack(new TarArchiveInputStream(new XZCompressorInputStream(buffered)), home);
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path home) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = home.resolve(entry.getName()).normalize();
            if (!target.startsWith(home)) {
                throw new IOException("the archive names a file outside of itself: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(target.getParent());
                write(tar, entry, target);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if ((entry.getMode() & 0100) != 0) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(target));
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(target, permissions);
        }
    }
}
