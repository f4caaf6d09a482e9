package io.kaiye.registry;

/**
 * What became of a submission.
 *
 * @param added false if the model already had a version with the same content, which is the one
 *     returned; nothing was changed then
 */
public record Registration(ModelVersion version, boolean added) {
    /** One line for people. */
    public String summary() {
        return added
                ? version.reference()
                        + " registered ("
                        + version.shortId()
                        + ")"
                        + (version.aliases().isEmpty()
                                ? ""
                                : ", " + String.join(", ", version.aliases()))
                : version.reference()
                        + " has exactly this content already ("
                        + version.shortId()
                        + "); nothing was registered";
    }
}
