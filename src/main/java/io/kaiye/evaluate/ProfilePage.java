package io.kaiye.evaluate;

import io.kaiye.data.TableProfile;
import java.time.Instant;
import java.util.List;

/**
 * Everything a data profile's page shows; {@link ProfileReport} writes it as HTML. Names and labels
 * may hold anything, they are escaped.
 *
 * @param language of the words around the figures
 * @param profile of the table
 * @param created when
 * @param doubts what else stands out, as finished sentences
 * @param provenance in the order shown, before what the profile knows itself
 */
public record ProfilePage(
        ReportPage.Language language,
        TableProfile profile,
        Instant created,
        List<String> doubts,
        List<ReportPage.Fact> provenance) {

    public ProfilePage {
        doubts = List.copyOf(doubts);
        provenance = List.copyOf(provenance);
    }
}
