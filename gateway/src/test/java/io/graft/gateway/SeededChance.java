package io.graft.gateway;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Random;
import java.util.random.RandomGenerator;

/// The same chance in every test run.
class SeededChance {

    @Produces
    @Singleton
    RandomGenerator random() {
        return new Random(42);
    }
}
