package io.graft.benchmarks.run;

import io.graft.contracts.benchmark.BenchmarkApi.RunSettings;
import io.graft.contracts.worker.WorkerJob.Subject;
import io.graft.contracts.worker.WorkerJob.Task;
import java.util.List;

/// What a run is to score, with every name resolved.
record RunSpec(String baseModel, List<Subject> subjects, List<Task> tasks, RunSettings settings) {

    RunSpec {
        subjects = List.copyOf(subjects);
        tasks = List.copyOf(tasks);
    }

    List<String> models() {
        return subjects.stream().map(Subject::model).toList();
    }

    List<String> benchmarks() {
        return tasks.stream().map(Task::name).toList();
    }
}
