package io.kaiye.cli;

import picocli.CommandLine.Command;

/** Labelled text. */
@Command(
        name = "data",
        description =
                "Import, list, show, profile, split, dedupe and export labelled text; draw"
                        + " lineage.")
                "Import, list, show, profile, augment and export labelled text; draw lineage;"
                        + " mend and buy labels.")
final class DataCommand extends Group {}
