package io.graft.localstack;

import io.graft.localstack.binaries.PostgresPrograms;
import java.nio.file.Path;

/// The programs of the backends, unpacked once for all tests of this machine's user.
public final class TestPrograms {

    private TestPrograms() {}

    public static Path folder() {
        return Path.of(System.getProperty("java.io.tmpdir"), "graft-tests-" + System.getProperty("user.name"));
    }

    public static PostgresPrograms postgres() {
        return PostgresPrograms.under(folder());
    }
}
