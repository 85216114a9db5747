package io.graft.gateway.route;

import io.graft.contracts.inference.InferenceApi.Share;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A row of `route` with its rows of `route_share`.
@Entity
@Table(name = "route")
class RouteEntity {

    @Id
    String model = "";

    long revision;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "route_share", joinColumns = @JoinColumn(name = "model"))
    @OrderColumn(name = "position")
    List<ShareColumns> shares = new ArrayList<>();

    /// One share.
    @Embeddable
    static class ShareColumns {
        String version = "";
        int weight;

        static ShareColumns of(Share share) {
            ShareColumns columns = new ShareColumns();
            columns.version = share.version();
            columns.weight = share.weight();
            return columns;
        }

        Share toShare() {
            return new Share(version, weight);
        }
    }

    TrafficSplit toSplit() {
        return new TrafficSplit(
                model, shares.stream().map(ShareColumns::toShare).toList(), revision);
    }
}
