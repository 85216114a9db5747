package io.graft.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

    @Test
    void every_task_runs_once() {
        Workers workers = new Workers(3);
        for (int tasks = 0; tasks < 50; tasks++) {
            AtomicIntegerArray runs = new AtomicIntegerArray(50);
            workers.run(tasks, (index, worker) -> runs.incrementAndGet(index));
            for (int i = 0; i < 50; i++) {
                assertThat(runs.get(i)).isEqualTo(i < tasks ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1025})
    void a_number_of_threads_that_no_machine_has_is_refused(int count) {
        assertThatThrownBy(() -> new Workers(count)).hasMessage("threads must be from 1 to 1024, is " + count);
    }

    @Test
    void what_a_task_throws_reaches_the_caller_and_the_pool_lives_on() {
        Workers workers = new Workers(2);
        assertThatThrownBy(() -> workers.run(8, (index, worker) -> {
                    if (index == 5) {
                        throw new IllegalStateException("task 5");
                    }
                }))
                .hasMessage("task 5");
        AtomicIntegerArray runs = new AtomicIntegerArray(8);
        workers.run(8, (index, worker) -> runs.incrementAndGet(index));
        assertThat(runs.toString()).isEqualTo("[1, 1, 1, 1, 1, 1, 1, 1]");
    }

    @Test
    void callers_on_several_threads_share_the_pool() throws InterruptedException {
        Workers workers = new Workers(2);
        AtomicIntegerArray sums = new AtomicIntegerArray(4);
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            int me = caller;
            callers.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < 200; round++) {
                    workers.run(10, (index, worker) -> sums.addAndGet(me, index));
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(sums.toString()).isEqualTo("[9000, 9000, 9000, 9000]");
    }
}
