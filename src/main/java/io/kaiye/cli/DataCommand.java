package io.kaiye.cli;

import picocli.CommandLine.Command;

/** Datasets. */
@Command(
        name = "data",
        description =
                "Import, list, show, profile, clean, de-identify, label, augment, split, dedupe and"
                        + " export data; draw lineage.")
final class DataCommand extends Group {}
