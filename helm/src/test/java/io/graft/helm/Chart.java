package io.graft.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.Map;

/// The chart `helm/graft`, seen through Helm's own code.
final class Chart {

    /// The release name and namespace of all that is rendered here.
    static final String RELEASE = "graft";

    /// The repository.
    static final Path ROOT = Path.of(System.getProperty("graft.root"));

    private static final Path FOLDER = ROOT.resolve("helm").resolve("graft");

    private Chart() {}

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /// Rendered with the chart's own values.
    static Rendering render() {
        return render(Map.of());
    }

    /// @param values by their path as `helm --set` takes it
    /// @throws IllegalStateException with Helm's words when it refuses the values
    static Rendering render(Map<String, ?> values) {
        TemplateCommand template = new Helm(FOLDER).template().withName(RELEASE).withNamespace(RELEASE);
        values.forEach(template::set);
        return Rendering.of(template.call());
    }
}
