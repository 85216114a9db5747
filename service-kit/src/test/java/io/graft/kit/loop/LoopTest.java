package io.graft.kit.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {

    @Test
    void a_pass_that_fails_is_tried_again() throws InterruptedException {
        AtomicInteger passes = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(3);

        try (Loop _ = Loop.start("test", Duration.ofMillis(1), () -> {
            third.countDown();
            if (passes.incrementAndGet() == 1) {
                throw new IllegalStateException("the first pass fails on purpose");
            }
        })) {
            assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void waking_does_not_wait_for_the_interval() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(2);

        try (Loop loop = Loop.start("test", Duration.ofHours(1), second::countDown)) {
            loop.wake();

            assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void nothing_runs_after_close() {
        AtomicInteger passes = new AtomicInteger();
        Loop loop = Loop.start("test", Duration.ofMillis(1), passes::incrementAndGet);

        loop.close();
        int atClose = passes.get();
        loop.wake();

        assertThat(passes).hasValue(atClose);
    }
}
