package io.graft.cli.demo;

import io.graft.client.GatewayClient;
import io.graft.client.RemoteProblem;
import io.graft.client.UnavailableException;
import io.graft.contracts.inference.InferenceApi.FeedbackRequest;
import io.graft.contracts.inference.OpenAiApi.ChatRequest;
import io.graft.contracts.inference.OpenAiApi.ChatResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Users of the library's help desk: they ask through the gateway and say afterwards what the right answer was.
/// As a client should, they ask again with the same request id when no answer comes.
final class LiveTraffic implements AutoCloseable {

    private static final int USERS = 4;
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int ANSWER_TOKENS = 8;

    private final GatewayClient gateway;
    private final String model;
    private final List<DemoData.Row> questions;
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();
    private final AtomicInteger perSecond = new AtomicInteger();
    private final List<Thread> users = new ArrayList<>();
    private volatile String lastFailure = "";
    private volatile boolean closed;

    LiveTraffic(GatewayClient gateway, String model, List<DemoData.Row> questions) {
        this.gateway = gateway;
        this.model = model;
        this.questions = questions;
    }

    /// Starts asking, so many questions a second by all users together.
    void start(int questionsPerSecond) {
        rate(questionsPerSecond);
        for (int user = 0; user < USERS; user++) {
            int first = user;
            users.add(Thread.ofPlatform().daemon().name("user-" + user).start(() -> live(first)));
        }
    }

    void rate(int questionsPerSecond) {
        perSecond.set(questionsPerSecond);
    }

    DemoReport.Requests counts() {
        return new DemoReport.Requests(total.get(), failed.get(), retried.get());
    }

    String lastFailure() {
        return lastFailure;
    }

    /// One question outside the stream of live traffic; the answer, trimmed.
    String ask(String version, String text) {
        ChatResponse answer = gateway.chat(UUID.randomUUID(), request(model + "@" + version, text));
        String content = answer.choices().getFirst().message().content();
        return content == null ? "" : content.strip();
    }

    @Override
    public void close() {
        closed = true;
        for (Thread user : users) {
            try {
                user.join(GIVE_UP_AFTER);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void live(int first) {
        for (int turn = first; !closed; turn += USERS) {
            long begin = System.nanoTime();
            exchange(questions.get(turn % questions.size()));
            long period = USERS * Duration.ofSeconds(1).toNanos() / perSecond.get();
            LockSupport.parkNanos(period - (System.nanoTime() - begin));
        }
    }

    private void exchange(DemoData.Row question) {
        UUID id = UUID.randomUUID();
        total.incrementAndGet();
        try {
            int tries = insist(() -> gateway.chat(id, request(model, question.text())));
            tries = Math.max(tries, insist(() -> gateway.feedback(new FeedbackRequest(id, question.label(), null))));
            if (tries > 1) {
                retried.incrementAndGet();
            }
        } catch (RemoteProblem | UnavailableException refused) {
            failed.incrementAndGet();
            lastFailure = String.valueOf(refused.getMessage());
        }
    }

    private int insist(Runnable call) {
        long deadline = System.nanoTime() + GIVE_UP_AFTER.toNanos();
        for (int tries = 1; ; tries++) {
            try {
                call.run();
                return tries;
            } catch (UnavailableException away) {
                if (System.nanoTime() > deadline) {
                    throw away;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static ChatRequest request(String model, String text) {
        return ChatRequest.greedy(model, text, ANSWER_TOKENS);
    }
}
