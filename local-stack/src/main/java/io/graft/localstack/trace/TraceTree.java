package io.graft.localstack.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A trace as a tree: each span below the one it is part of. A span whose parent never arrived is a root of its
/// own.
public record TraceTree(List<Node> roots) {

    /// A span and what is part of it, in the order of their beginnings.
    public record Node(Span span, List<Node> children) {
        public Node {
            children = List.copyOf(children);
        }
    }

    private static final Comparator<Span> IN_ORDER =
            Comparator.comparing(Span::start).thenComparing(Span::spanId);

    public TraceTree {
        roots = List.copyOf(roots);
    }

    public static TraceTree of(List<Span> spans) {
        List<Span> ordered = spans.stream().sorted(IN_ORDER).toList();
        Set<String> known = ordered.stream().map(Span::spanId).collect(Collectors.toSet());
        Map<String, List<Span>> byParent = ordered.stream()
                .filter(span -> span.parentId().filter(known::contains).isPresent())
                .collect(Collectors.groupingBy(span -> span.parentId().orElseThrow()));
        Set<String> placed = new HashSet<>();
        List<Node> roots = new ArrayList<>();
        for (Span span : ordered) {
            if (span.parentId().filter(known::contains).isEmpty() && placed.add(span.spanId())) {
                roots.add(node(span, byParent, placed));
            }
        }
        // Spans that name each other as parents hang below no root; each circle is cut at its earliest span.
        for (Span span : ordered) {
            if (placed.add(span.spanId())) {
                roots.add(node(span, byParent, placed));
            }
        }
        return new TraceTree(roots);
    }

    /// One line for each span: its place in the tree, service and name, how long it took, and `!` where it failed.
    public List<String> lines() {
        List<Line> lines = new ArrayList<>();
        roots.forEach(root -> collect(root, "", "", lines));
        int width = lines.stream().mapToInt(line -> line.text().length()).max().orElse(0);
        return lines.stream().map(line -> line.padded(width)).toList();
    }

    private static Node node(Span span, Map<String, List<Span>> byParent, Set<String> placed) {
        List<Node> children = new ArrayList<>();
        for (Span child : byParent.getOrDefault(span.spanId(), List.of())) {
            if (placed.add(child.spanId())) {
                children.add(node(child, byParent, placed));
            }
        }
        return new Node(span, children);
    }

    private static void collect(Node node, String lead, String leadOfChildren, List<Line> lines) {
        Span span = node.span();
        lines.add(new Line(lead + span.service() + "  " + span.name(), span));
        List<Node> children = node.children();
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            String below = leadOfChildren + (last ? "   " : "│  ");
            collect(children.get(i), leadOfChildren + (last ? "└─ " : "├─ "), below, lines);
        }
    }

    private record Line(String text, Span span) {

        String padded(int width) {
            String time = String.format(Locale.ROOT, "%10s", inWords(span.duration()));
            String problem = !span.error() ? "" : span.statusMessage().isEmpty() ? "  !" : "  ! " + oneLine();
            return text + " ".repeat(width - text.length()) + "  " + time + problem;
        }

        private String oneLine() {
            return span.statusMessage().lines().findFirst().orElse("");
        }
    }

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static String inWords(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (duration.compareTo(SECOND) < 0) {
            return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
        }
        return duration.compareTo(MINUTE) < 0
                ? String.format(Locale.ROOT, "%.2f s", millis / 1000)
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
