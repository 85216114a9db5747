package io.graft.deployer.rollout;

import static io.graft.deployer.rollout.Sample.T0;
import static io.graft.deployer.rollout.Sample.after;
import static io.graft.deployer.rollout.Sample.config;
import static io.graft.deployer.rollout.Sample.first;
import static io.graft.deployer.rollout.Sample.rollout;
import static io.graft.deployer.rollout.Sample.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.deployment.DeploymentApi.Strategy;
import io.graft.deployer.analysis.Health;
import io.graft.deployer.rollout.Decision.Load;
import io.graft.deployer.rollout.Decision.Move;
import io.graft.deployer.rollout.Decision.Route;
import io.graft.deployer.rollout.Decision.Wait;
import io.graft.deployer.rollout.RolloutState.Aborted;
import io.graft.deployer.rollout.RolloutState.Ending;
import io.graft.deployer.rollout.RolloutState.Failed;
import io.graft.deployer.rollout.RolloutState.Pause;
import io.graft.deployer.rollout.RolloutState.Paused;
import io.graft.deployer.rollout.RolloutState.Pending;
import io.graft.deployer.rollout.RolloutState.Preparing;
import io.graft.deployer.rollout.RolloutState.Promoted;
import io.graft.deployer.rollout.RolloutState.Promoting;
import io.graft.deployer.rollout.RolloutState.RolledBack;
import io.graft.deployer.rollout.RolloutState.RollingBack;
import io.graft.deployer.rollout.RolloutState.Shifting;
import io.graft.deployer.rollout.RolloutState.Watching;
import io.graft.deployer.rollout.Sample.Seen;
import io.graft.deployer.traffic.TrafficSplit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule as a row: how the rollout stands, what is seen, what must happen.
class DecisionsTest {

    private static final Health HEALTHY = new Health.Healthy(12);
    private static final Paused NO_EVIDENCE = new Paused(0, T0, after(600), Pause.NO_EVIDENCE);
    private static final Paused UNREADABLE = new Paused(0, T0, after(10), Pause.UNREADABLE_EVIDENCE);
    private static final RollingBack BACK = new RollingBack(T0, "too many errors", Ending.ROLLED_BACK);
    private static final RollingBack ABORT = new RollingBack(T0, "aborted", Ending.ABORTED);

    record Case(String name, Rollout rollout, Seen seen, Decision expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource({"queue", "preparation", "steps", "evidence", "pauses", "promotion", "wayBack", "ended"})
    void decides(Case one) {
        Decision decision = Decisions.decide(one.rollout, one.seen.observation());

        assertThat(withoutWords(decision)).isEqualTo(withoutWords(one.expected));
    }

    static Stream<Case> queue() {
        return Stream.of(
                row(
                        "a rollout begins beside the version that serves",
                        new Pending(),
                        seen(1),
                        new Preparing(after(1), "1")),
                row(
                        "a rollout begins with nothing that serves",
                        new Pending(),
                        seen(1).split(TrafficSplit.NOTHING),
                        new Preparing(after(1), null)),
                row(
                        "a version that already answers everything needs no rollout",
                        new Pending(),
                        seen(1).at(100),
                        new Promoted(after(1))),
                row("what cannot be seen is waited for", new Pending(), seen(1).noGateway(), waits()));
    }

    static Stream<Case> preparation() {
        Preparing preparing = new Preparing(T0, "1");
        return Stream.of(
                row("an adapter that is missing is loaded", preparing, seen(1).loaded("1"), load("2")),
                row("the previous adapter is kept loaded for the way back", preparing, seen(1).loaded("2"), load("1")),
                row(
                        "a loaded version that answers takes the first step",
                        preparing,
                        seen(1).health(HEALTHY),
                        new Shifting(0)),
                row(
                        "a loaded version that does not answer has failed",
                        preparing,
                        seen(1).health(new Health.Unhealthy("500")),
                        new Failed(after(1), null, null)),
                row(
                        "a server that does not answer says nothing about the version",
                        preparing,
                        seen(1).health(new Health.Unknown("busy")),
                        waits()),
                row(
                        "it is not waited for ever",
                        preparing,
                        seen(601).health(new Health.Unknown("busy")),
                        new Failed(after(601), null, null)),
                row("a load is tried however late it is", preparing, seen(601).loaded("1"), load("2")),
                row("a server that is away is waited for", preparing, seen(1).noServer(), waits()),
                row("and not for ever", preparing, seen(601).noServer(), new Failed(after(601), null, null)),
                new Case(
                        "the first version of a model gets everything",
                        first(new Preparing(T0, null)),
                        seen(1).health(HEALTHY).split(TrafficSplit.NOTHING),
                        move(new Promoting())),
                new Case(
                        "blue-green has its step at 0 behind it",
                        rollout(preparing, "1", Strategy.blue_green, config(true, true)),
                        seen(1).health(HEALTHY),
                        move(new Shifting(1))),
                new Case(
                        "without validation a loaded version takes the first step",
                        rollout(preparing, "1", Strategy.canary, config(false, true)),
                        seen(1),
                        move(new Shifting(0))));
    }

    static Stream<Case> steps() {
        Shifting second = new Shifting(1);
        return Stream.of(
                row("the gateway is told the weight of the step", second, seen(1).at(10), route(25)),
                row("the step counts from the gateway's word", second, seen(1).at(25), watching(1, 1, 1, 0)),
                row(
                        "an adapter that was lost is loaded first",
                        second,
                        seen(1).at(10).loaded("1"),
                        load("2")),
                row("a gateway that is away is waited for", second, seen(1).noGateway(), waits()),
                row(
                        "a route that was lost is set again",
                        watching(0, 0, 1, 0),
                        seen(1.5).at(0),
                        route(10)),
                row(
                        "an adapter that was lost under traffic is loaded again",
                        watching(0, 0, 1, 0),
                        seen(1.5).at(10).loaded("1"),
                        load("2")),
                row(
                        "between two looks nothing happens",
                        watching(0, 0, 1, 0),
                        seen(1.5).at(10),
                        waits()),
                new Case(
                        "without validation a step ends with its interval",
                        rollout(watching(0, 0, 0, 0), "1", Strategy.canary, config(false, true)),
                        seen(60).at(10),
                        move(new Shifting(1))),
                new Case(
                        "and not before",
                        rollout(watching(0, 0, 0, 0), "1", Strategy.canary, config(false, true)),
                        seen(59.9).at(10),
                        waits()));
    }

    static Stream<Case> evidence() {
        Watching young = watching(0, 0, 0, 0);
        return Stream.of(
                row(
                        "good evidence before the interval is over is noted",
                        young,
                        seen(5).at(10).requests(100, 0),
                        watching(0, 0, 5, 0)),
                row(
                        "good evidence after the interval ends the step",
                        young,
                        seen(60).at(10).requests(100, 0),
                        new Shifting(1)),
                row(
                        "too few requests after the interval keep the step",
                        young,
                        seen(60).at(10).requests(19, 0),
                        watching(0, 0, 60, 0)),
                row(
                        "too few requests after the time-out pause it",
                        young,
                        seen(600).at(10).requests(19, 0),
                        new Paused(0, T0, after(600), Pause.NO_EVIDENCE)),
                row(
                        "a failed verdict rolls back at once",
                        young,
                        seen(2).at(10).requests(20, 19),
                        new RollingBack(after(2), "", Ending.ROLLED_BACK)),
                row(
                        "a failed verdict wins over the end of the interval",
                        young,
                        seen(60).at(10).requests(100, 50),
                        new RollingBack(after(60), "", Ending.ROLLED_BACK)),
                row(
                        "a failed verdict wins over the time-out",
                        young,
                        seen(600).at(10).requests(3, 3),
                        new RollingBack(after(600), "", Ending.ROLLED_BACK)),
                new Case(
                        "with auto_rollback off a failed verdict pauses",
                        rollout(young, "1", Strategy.canary, config(true, false)),
                        seen(2).at(10).requests(20, 19),
                        move(new Paused(0, T0, after(2), Pause.FAILED_VERDICT))),
                row(
                        "evidence that cannot be read is an error, noted",
                        young,
                        seen(2).at(10).unreadable(),
                        watching(0, 0, 2, 1)),
                row(
                        "nine errors in a row are not enough",
                        watching(0, 0, 9, 8),
                        seen(10).at(10).unreadable(),
                        watching(0, 0, 10, 9)),
                row(
                        "ten errors in a row pause, and never roll back",
                        watching(0, 0, 9, 9),
                        seen(10).at(10).unreadable(),
                        new Paused(0, T0, after(10), Pause.UNREADABLE_EVIDENCE)),
                row(
                        "evidence that can be read again forgets the errors",
                        watching(0, 0, 9, 9),
                        seen(10).at(10).requests(5, 0),
                        watching(0, 0, 10, 0)),
                row(
                        "a gateway that is away pauses after ten looks although its time-out is far",
                        watching(0, 0, 9, 9),
                        seen(10).noGateway().unreadable(),
                        new Paused(0, T0, after(10), Pause.UNREADABLE_EVIDENCE)));
    }

    static Stream<Case> pauses() {
        return Stream.of(
                row(
                        "a pause for want of readable evidence ends when there is some",
                        UNREADABLE,
                        seen(20).at(10).requests(3, 0),
                        new Shifting(0)),
                row(
                        "and lasts while there is none",
                        UNREADABLE,
                        seen(20).at(10).unreadable(),
                        UNREADABLE.looked(after(20))),
                row(
                        "and ends in a rollback when the evidence is bad",
                        UNREADABLE,
                        seen(20).at(10).requests(30, 30),
                        new RollingBack(after(20), "", Ending.ROLLED_BACK)),
                row("a pause waits for a person", NO_EVIDENCE, seen(700).at(10), waits()),
                row("a pause keeps the route", NO_EVIDENCE, seen(700).at(100), route(10)),
                row(
                        "good evidence does not end a pause",
                        NO_EVIDENCE,
                        seen(700).at(10).requests(100, 0),
                        NO_EVIDENCE.looked(after(700))),
                row(
                        "a version that fails during a pause is taken out",
                        NO_EVIDENCE,
                        seen(700).at(10).requests(100, 50),
                        new RollingBack(after(700), "", Ending.ROLLED_BACK)),
                row(
                        "errors during a pause change nothing",
                        NO_EVIDENCE,
                        seen(700).at(10).unreadable(),
                        NO_EVIDENCE.looked(after(700))),
                new Case(
                        "with auto_rollback off a failing version stays paused",
                        rollout(NO_EVIDENCE, "1", Strategy.canary, config(true, false)),
                        seen(700).at(10).requests(100, 50),
                        move(NO_EVIDENCE.looked(after(700)))));
    }

    static Stream<Case> promotion() {
        Watching last = watching(4, 0, 0, 0);
        return Stream.of(
                row(
                        "the last step is judged like every other",
                        last,
                        seen(59).at(100).requests(50, 0),
                        watching(4, 0, 59, 0)),
                row(
                        "good evidence at the last step promotes",
                        last,
                        seen(60).at(100).requests(50, 0),
                        new Promoted(after(60))),
                row(
                        "a failed verdict at the last step rolls back",
                        last,
                        seen(60).at(100).requests(50, 9),
                        new RollingBack(after(60), "", Ending.ROLLED_BACK)),
                row("a person's word moves all traffic", new Promoting(), seen(1).at(25), route(100)),
                row("and is done when the gateway has it", new Promoting(), seen(1).at(100), new Promoted(after(1))),
                new Case(
                        "the first version is promoted when the gateway has it",
                        first(new Promoting()),
                        seen(1).loaded("2").split(TrafficSplit.all("2")),
                        move(new Promoted(after(1)))));
    }

    static Stream<Case> wayBack() {
        return Stream.of(
                row(
                        "the route goes back before anything else",
                        BACK,
                        seen(0.1).at(25).loaded("2"),
                        route(0)),
                row("also when the model server is away", BACK, seen(0.1).at(25).noServer(), route(0)),
                row("it is over with the gateway's word", BACK, seen(0.4).at(0), new RolledBack(after(0.4), 0.4)),
                row("an abort goes the same way", ABORT, seen(0.4).at(0), new Aborted(after(0.4), 0.4)),
                row("a gateway that is away is tried again", BACK, seen(59).noGateway(), waits()),
                row(
                        "after the time-out it counts as failed",
                        BACK,
                        seen(61).noGateway(),
                        new Failed(after(61), BACK, null)),
                row("a late success is a success", BACK, seen(61).at(0), new RolledBack(after(61), 61)),
                row("a failed way back is still tried", failed(), seen(90).at(25), route(0)),
                row("and waits for the gateway", failed(), seen(90).noGateway(), waits()),
                row("and ends", failed(), seen(95).at(0), new Failed(after(61), null, 95.0)),
                new Case(
                        "without a previous version the route is taken away",
                        first(BACK),
                        seen(1).split(TrafficSplit.all("2")),
                        new Route(TrafficSplit.NOTHING)),
                new Case(
                        "and that ends it",
                        first(BACK),
                        seen(1).split(TrafficSplit.NOTHING),
                        move(new RolledBack(after(1), 1))));
    }

    static Stream<Case> ended() {
        return Stream.of(new Promoted(T0), new RolledBack(T0, 1), new Aborted(T0, 1), new Failed(T0, null, null))
                .map(state -> row(state.status() + " stays", state, seen(10).at(50), waits()));
    }

    private static Failed failed() {
        return new Failed(after(61), BACK, null);
    }

    private static Watching watching(int step, double since, double lastLook, int errors) {
        return new Watching(step, after(since), after(lastLook), errors);
    }

    private static Case row(String name, RolloutState state, Seen seen, RolloutState next) {
        return new Case(name, rollout(state), seen, move(next));
    }

    private static Case row(String name, RolloutState state, Seen seen, Decision expected) {
        return new Case(name, rollout(state), seen, expected);
    }

    private static Move move(RolloutState next) {
        return new Move(next, "");
    }

    private static Wait waits() {
        return new Wait("");
    }

    private static Load load(String version) {
        return new Load(Set.of(version));
    }

    private static Route route(int weight) {
        return new Route(TrafficSplit.of("2", "1", weight));
    }

    private static Decision withoutWords(Decision decision) {
        return switch (decision) {
            case Wait _ -> new Wait("");
            case Load load -> load;
            case Route route -> route;
            case Move move -> new Move(withoutWords(move.next()), "", List.of());
        };
    }

    private static RolloutState withoutWords(RolloutState state) {
        return state instanceof RollingBack way ? new RollingBack(way.since(), "", way.ending()) : state;
    }
}
