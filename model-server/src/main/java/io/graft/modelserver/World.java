package io.graft.modelserver;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Random;
import java.util.random.RandomGenerator;

/// The time and the chance that this service knows; a test brings its own.
class World {

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /// One that any number of threads may use.
    @Produces
    @Singleton
    @DefaultBean
    RandomGenerator random() {
        return new Random();
    }
}
