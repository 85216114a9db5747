package io.graft.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.client.RemoteProblem;
import io.graft.client.UnavailableException;
import io.graft.contracts.ProblemDetail;
import io.graft.engine.hub.HubException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandLineTest {

    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:1/x");

    @Test
    void the_exit_code_says_what_kind_of_failure_it_was() {
        assertThat(ExitCode.of(new UnavailableException(SOMEWHERE, new IOException("refused"))))
                .isEqualTo(4);
        assertThat(ExitCode.of(problem(404))).isEqualTo(3);
        assertThat(ExitCode.of(problem(403))).isEqualTo(5);
        assertThat(ExitCode.of(problem(422))).isEqualTo(2);
        assertThat(ExitCode.of(problem(409))).isEqualTo(1);
    }

    @Test
    void a_wrong_argument_is_wrong_usage_and_what_is_missing_is_not_found() {
        assertThat(ExitCode.of(new IllegalArgumentException("r must be at least 1, is 0")))
                .isEqualTo(2);
        assertThat(ExitCode.of(new NoSuchFileException("x"))).isEqualTo(3);
        assertThat(ExitCode.of(new HubException(HubException.Reason.GATED, "ask for access")))
                .isEqualTo(5);
        assertThat(ExitCode.of(new HubException(HubException.Reason.UNREACHABLE, "no answer")))
                .isEqualTo(4);
        assertThat(ExitCode.of(new IOException("disk full"))).isEqualTo(1);
    }

    @Test
    void a_failure_that_java_tells_by_its_class_alone_is_told_in_words() {
        assertThat(Complaint.of(new NoSuchFileException("x"))).isEqualTo("x: there is no such file or folder");
        assertThat(Complaint.of(new AccessDeniedException("x"))).isEqualTo("x: access is denied");
        assertThat(Complaint.of(new FileSystemException("x", null, "is odd"))).isEqualTo("x: is odd");
        assertThat(Complaint.of(new UncheckedIOException(new NoSuchFileException("x"))))
                .isEqualTo("x: there is no such file or folder");
        assertThat(Complaint.of(new OutOfMemoryError("Java heap space")))
                .startsWith("there is not enough memory: Java heap space");
    }

    @Test
    void a_wrong_option_is_wrong_usage_and_says_so() {
        StringWriter err = new StringWriter();
        CommandLine line = GraftCommand.commandLine().setErr(new PrintWriter(err));

        assertThat(line.execute("train", "list", "--no-such-option")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--no-such-option");
    }

    @Test
    void every_command_explains_itself() {
        assertExplained(GraftCommand.commandLine());
    }

    private static void assertExplained(CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().description())
                .as(command.getCommandSpec().qualifiedName())
                .isNotEmpty();
        command.getSubcommands().values().forEach(CommandLineTest::assertExplained);
    }

    private static RemoteProblem problem(int status) {
        return new RemoteProblem(SOMEWHERE, new ProblemDetail("t", "title", status, null, null, "code", List.of()));
    }
}
