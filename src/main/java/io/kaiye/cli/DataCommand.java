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
                "Import, list, show, profile, clean and export labelled text; draw lineage.")
final class DataCommand extends Group {}
