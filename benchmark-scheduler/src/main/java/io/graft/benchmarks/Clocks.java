package io.graft.benchmarks;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/// The time, as a bean that a test may replace.
class Clocks {

    @Produces
    @DefaultBean
    Clock utc() {
        return Clock.systemUTC();
    }
}
