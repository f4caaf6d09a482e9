package io.kaiye.serve;

import java.util.List;

/** Says what to serve. The registry stands behind it. Safe for threads. */
public interface ModelSource {
    /** Grows whenever {@link #served} may have changed, also through another process. Cheap. */
    long revision();

    /** Every name with the version behind it now; no name twice. */
    List<ServedName> served();

    /**
     * Opens a version.
     *
     * @throws RuntimeException if it is damaged; what was served before stays in service then
     */
    LoadedModel open(ServedName name);
}
