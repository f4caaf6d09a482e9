package io.kaiye.cli;

import picocli.CommandLine.Command;

/** Labelled text. */
@Command(name = "data", description = "Import, list, profile and export labelled text.")
final class DataCommand extends Group {}
