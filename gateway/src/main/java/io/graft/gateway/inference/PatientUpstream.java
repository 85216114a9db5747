package io.graft.gateway.inference;

import io.graft.gateway.GatewayConfig;
import io.graft.gateway.inference.UpstreamReply.Away;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/// Asks the model server until it is there: a restart of some seconds is a slow answer and no failed one.
/// Nothing was streamed yet when it asks again, and asking twice does no harm.
@ApplicationScoped
class PatientUpstream {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final UpstreamClient upstream;
    private final Duration patience;

    PatientUpstream(UpstreamClient upstream, GatewayConfig config) {
        this.upstream = upstream;
        this.patience = config.retryFor();
    }

    /// @param begun when the last try did, as System.nanoTime() tells
    record Timed(UpstreamReply reply, long begun) {

        Duration latency() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    Timed ask(Ask ask, Target target) {
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        Timed tried = once(ask, target);
        while (tried.reply() instanceof Away && System.nanoTime() + pause.toNanos() < deadline && waited(pause)) {
            pause = longer(pause);
            tried = once(ask, target);
        }
        return tried;
    }

    private Timed once(Ask ask, Target target) {
        long begun = System.nanoTime();
        return new Timed(upstream.ask(ask, target), begun);
    }

    /// False where the gateway is stopping.
    private static boolean waited(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
}
