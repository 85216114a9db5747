package io.graft.localstack.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.localstack.Await;
import io.graft.localstack.component.Component;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.Processes;
import io.graft.localstack.process.RunFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

    @TempDir
    Path folder;

    private final List<Component> components = new ArrayList<>();
    private final List<Supervisor> supervisors = new ArrayList<>();

    @AfterEach
    void stop() {
        supervisors.forEach(Supervisor::stop);
    }

    @Test
    void what_needs_another_starts_after_it() {
        components.add(new NappingComponent("service", folder, "base"));
        components.add(new NappingComponent("base", folder));
        Supervisor supervisor = start();
        awaitReady(supervisor);
        assertThat(live("base").started()).isBeforeOrEqualTo(live("service").started());
    }

    @Test
    void a_killed_process_is_started_again() {
        components.add(new NappingComponent("base", folder));
        Supervisor supervisor = start();
        awaitReady(supervisor);
        LiveProcess first = live("base");
        first.kill();
        Await.until("another process runs", () -> records().live("base").isPresent());
        awaitReady(supervisor);
        assertThat(live("base")).isNotEqualTo(first);
        assertThat(supervisor.status().getFirst().restarts()).isEqualTo(1);
    }

    @Test
    void a_successor_takes_over_what_runs() {
        components.add(new NappingComponent("base", folder));
        Supervisor first = start();
        awaitReady(first);
        LiveProcess process = live("base");
        first.leave();
        Supervisor second = start();
        awaitReady(second);
        assertThat(live("base")).isEqualTo(process);
        assertThat(second.status().getFirst().restarts()).isZero();
    }

    @Test
    void a_successor_replaces_what_it_would_start_otherwise() {
        NappingComponent component = new NappingComponent("base", folder);
        components.add(component);
        Supervisor first = start();
        awaitReady(first);
        LiveProcess process = live("base");
        first.leave();
        component.runs("sleep", "61");
        awaitReady(start());
        assertThat(process.isAlive()).isFalse();
        assertThat(live("base")).isNotEqualTo(process);
    }

    @Test
    void a_refresh_restarts_what_has_changed_and_only_that() {
        NappingComponent changing = new NappingComponent("changing", folder);
        components.addAll(List.of(changing, new NappingComponent("steady", folder)));
        Supervisor supervisor = start();
        awaitReady(supervisor);
        LiveProcess changed = live("changing");
        LiveProcess steady = live("steady");
        changing.runs("sleep", "61");
        supervisor.refresh();
        Await.until("the old process is gone", () -> !changed.isAlive());
        Await.until("a new one runs", () -> records().live("changing").isPresent());
        assertThat(live("steady")).isEqualTo(steady);
    }

    @Test
    void what_ends_at_once_is_tried_again_and_again() {
        components.add(new NappingComponent("broken", folder).runs("sh", "-c", "sleep 0.05"));
        Supervisor supervisor = start();
        Await.until(
                "two starts went wrong", () -> supervisor.status().getFirst().failedStarts() >= 2);
    }

    @Test
    void what_cannot_start_fails_with_its_reason() {
        components.add(new NappingComponent("old", folder).cannotStart());
        Supervisor supervisor = start();
        Await.until("it failed", () -> supervisor.status().getFirst().state().equals("failed"));
        assertThat(supervisor.status().getFirst().detail()).isEqualTo("the data is from another version");
    }

    @Test
    void everything_stops_in_the_reverse_order_of_needs_and_workers_in_between() {
        List<String> stopped = new CopyOnWriteArrayList<>();
        components.add(new NappingComponent("base", folder, stopped));
        components.add(new NappingComponent("service", folder, stopped, "base"));
        Supervisor supervisor = start();
        awaitReady(supervisor);
        LiveProcess worker = new Processes(workers()).start(new NappingComponent("worker", folder).launch());
        supervisor.stop();
        assertThat(stopped).containsExactly("service", "base");
        assertThat(worker.isAlive()).isFalse();
        assertThat(records().all()).isEmpty();
        assertThat(workers().all()).isEmpty();
    }

    @Test
    void what_nobody_knows_any_more_is_stopped_too() {
        Processes processes = new Processes(records());
        LiveProcess stranger = processes.start(new NappingComponent("retired", folder).launch());
        new Shutdown(List.of(), records(), workers()).run(name -> {});
        assertThat(stranger.isAlive()).isFalse();
    }

    private Supervisor start() {
        Supervisor supervisor =
                new Supervisor(() -> components, new Processes(records()), workers(), Clock.systemUTC());
        supervisors.add(supervisor);
        supervisor.refresh();
        return supervisor;
    }

    private static void awaitReady(Supervisor supervisor) {
        Await.until("everything is ready", () -> supervisor.status().stream().allMatch(ProcessStatus::isReady));
    }

    private LiveProcess live(String name) {
        return records().live(name).orElseThrow();
    }

    private RunFolder records() {
        return new RunFolder(folder.resolve("run"));
    }

    private RunFolder workers() {
        return new RunFolder(folder.resolve("run/workers"));
    }
}
