package io.graft.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who listens on a port.
///
/// @param pid empty where the system does not tell, as for another user's process
public record PortHolder(int port, OptionalLong pid) {

    private static final String LISTENING = "0A";
    private static final int COMMAND_LENGTH = 160;

    /// Whoever keeps us from listening on the port at 127.0.0.1, or empty when it is free.
    public static Optional<PortHolder> of(int port) {
        return isFree(port) ? Optional.empty() : Optional.of(new PortHolder(port, pidOf(port)));
    }

    public boolean is(LiveProcess process) {
        return pid.isPresent() && pid.getAsLong() == process.pid();
    }

    /// The holder in words: process id and command line.
    public String describe() {
        return pid.isEmpty() ? "a process that the system does not tell" : "process " + pid.getAsLong() + shortened();
    }

    /// The command line of the holder; empty where the system does not tell.
    public String commandLine() {
        return pid.stream()
                .boxed()
                .flatMap(id -> ProcessHandle.of(id).stream())
                .map(ProcessHandle::info)
                .flatMap(info -> info.commandLine().or(info::command).stream())
                .map(line -> line.replaceAll("\\s+", " "))
                .findFirst()
                .orElse("");
    }

    private String shortened() {
        String line = commandLine();
        String shown = line.length() > COMMAND_LENGTH ? line.substring(0, COMMAND_LENGTH) + "…" : line;
        return shown.isEmpty() ? "" : " (" + shown + ")";
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static OptionalLong pidOf(int port) {
        return Files.isReadable(Path.of("/proc/net/tcp")) ? fromProc(port) : fromLsof(port);
    }

    private static OptionalLong fromLsof(int port) {
        List<String> lines = Processes.output("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN");
        return lines.isEmpty() || !lines.getFirst().matches("\\d+")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(lines.getFirst()));
    }

    private static OptionalLong fromProc(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            sockets.addAll(listeningSockets(lines(Path.of(table)), port));
        }
        return ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> !sockets.isEmpty() && holdsAny(pid, sockets))
                .findFirst();
    }

    /// The sockets that listen on the port, as `/proc/<pid>/fd` names them: `socket:[<inode>]`.
    static Set<String> listeningSockets(List<String> table, int port) {
        String suffix = String.format(":%04X", port);
        return table.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENING))
                .map(columns -> "socket:[" + columns[9] + "]")
                .collect(Collectors.toSet());
    }

    private static List<String> lines(Path table) {
        try (Stream<String> lines = Files.lines(table)) {
            return lines.skip(1).toList();
        } catch (IOException e) {
            // A kernel without IPv6 has no table for it.
            return List.of();
        }
    }

    private static boolean holdsAny(long pid, Set<String> sockets) {
        Path descriptors = Path.of("/proc", Long.toString(pid), "fd");
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : open) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Another user's process, or one that just ended.
            return false;
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed while we looked.
            return "";
        }
    }
}
