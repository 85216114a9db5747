package io.graft.kit.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.contracts.ContractJson;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/// Gives Quarkus' mapper the form that all of Graft speaks.
@Singleton
class ContractJsonCustomizer implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        ContractJson.configure(mapper);
    }
}
