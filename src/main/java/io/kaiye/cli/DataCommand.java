package io.kaiye.cli;

import picocli.CommandLine.Command;

/** Labelled text. */
@Command(
        name = "data",
        description = "Import, list, show, profile, clean and export labelled text; draw lineage.")
final class DataCommand extends Group {}
