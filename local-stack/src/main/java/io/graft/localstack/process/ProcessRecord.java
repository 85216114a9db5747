package io.graft.localstack.process;

import java.time.Instant;

/// What is written down of a running process, enough to find it again without ever taking another for it.
///
/// @param started when the process began: a process with the same id and another beginning is a stranger
/// @param fingerprint of its [Launch]
public record ProcessRecord(String name, long pid, Instant started, String fingerprint, int port) {}
