package io.graft.localstack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.localstack.TestPrograms;
import io.graft.localstack.process.CannotStart;
import io.graft.localstack.process.FreePorts;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.Probe;
import io.graft.localstack.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    @TempDir
    Path folder;

    private PostgresServer server;

    @BeforeEach
    void describe() {
        server = new PostgresServer(
                TestPrograms.postgres(),
                folder,
                folder.resolve("postgres.log"),
                FreePorts.find(1).getFirst(),
                Durability.DURABLE);
    }

    @AfterEach
    void stop() {
        server.running().ifPresent(server::stop);
    }

    @Test
    void what_was_committed_is_there_after_the_server_was_killed() throws SQLException {
        LiveProcess first = start();
        server.databases().ensure("books");
        execute("create table titles (title text)");
        execute("insert into titles values ('Emma')");
        first.kill();
        start();
        server.databases().ensure("books");
        assertThat(query("select title from titles")).isEqualTo("Emma");
        assertThat(query("show fsync")).isEqualTo("on");
        assertThat(query("show synchronous_commit")).isEqualTo("on");
    }

    @Test
    void a_lock_file_whose_process_id_went_to_another_program_does_not_block() throws IOException {
        server.stop(start());
        Path lockFile = folder.resolve("data/postmaster.pid");
        String anotherProgram = Long.toString(ProcessHandle.current().pid());
        Files.writeString(lockFile, anotherProgram + "\n" + folder.resolve("data") + "\n1000000000\n15432\n\n");
        assertThat(server.running()).isEmpty();
        assertThat(start().isAlive()).isTrue();
    }

    @Test
    void a_running_server_is_found_by_its_lock_file() {
        LiveProcess started = start();
        assertThat(server.running().map(LiveProcess::pid)).contains(started.pid());
        server.stop(started);
        assertThat(server.running()).isEmpty();
    }

    @Test
    void the_password_is_for_the_owner_only_and_needed() throws IOException {
        start();
        Path file = folder.resolve("password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Databases stranger = new Databases(server.databases().port(), new Credentials("graft", "guess"));
        assertThat(stranger.reachable()).isFalse();
        assertThat(server.credentials().toString())
                .doesNotContain(server.credentials().password());
    }

    @Test
    void data_of_another_version_is_refused_with_what_to_do() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/PG_VERSION"), "14\n");
        assertThatThrownBy(server::prepare)
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("PostgreSQL 14")
                .hasMessageContaining("18");
    }

    @Test
    void a_database_name_that_could_be_more_than_a_name_is_refused() {
        Databases databases = new Databases(1, new Credentials("graft", "secret"));
        assertThatThrownBy(() -> databases.ensure("x; drop table y")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_half_written_lock_file_names_nobody() {
        assertThat(LockFile.parse(List.of("17"))).isEmpty();
        assertThat(LockFile.parse(List.of("x", "y", "z"))).isEmpty();
        assertThat(LockFile.parse(List.of("17", "/data", "1000000000", "15432")))
                .contains(new LockFile(17, Instant.ofEpochSecond(1_000_000_000)));
    }

    private LiveProcess start() {
        server.prepare();
        Launch launch = server.launch();
        LiveProcess process = Processes.startUnrecorded(launch);
        Probe.await(server.probe(), process, launch, Duration.ofSeconds(60));
        return process;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.databases().dataSource("books").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = server.databases().dataSource("books").getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
