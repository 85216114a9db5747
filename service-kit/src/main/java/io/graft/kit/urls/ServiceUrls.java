package io.graft.kit.urls;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/// Where the other services are.
@ConfigMapping(prefix = "graft.urls")
public interface ServiceUrls {

    @WithDefault("http://127.0.0.1:8080")
    URI training();

    @WithDefault("http://127.0.0.1:8081")
    URI benchmarks();

    @WithDefault("http://127.0.0.1:8082")
    URI deployment();

    @WithDefault("http://127.0.0.1:8083")
    URI registry();

    @WithDefault("http://127.0.0.1:8090")
    URI gateway();

    @WithDefault("http://127.0.0.1:8091")
    URI modelServer();
}
